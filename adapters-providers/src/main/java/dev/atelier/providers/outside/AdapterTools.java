package dev.atelier.providers.outside;

import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;

/**
 * What an adapter from outside works with.
 *
 * @param http the one guarded way out: it judges the address that it connects to, follows no redirect and repeats no paid request
 * @param clock the time
 */
public record AdapterTools(GuardedHttp http, Clock clock) {}
