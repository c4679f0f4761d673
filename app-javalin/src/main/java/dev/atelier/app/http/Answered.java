package dev.atelier.app.http;

import dev.atelier.core.account.OrgId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One answered request.
 *
 * @param route the template of the route, never the path; {@code (none)} if no route took it
 * @param took until the last byte was handed over; for a stream its whole life
 * @param org whose request it was; null if nobody was asked
 */
public record Answered(
        String method,
        String route,
        int status,
        Duration took,
        @Nullable OrgId org) {}
