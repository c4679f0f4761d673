package dev.atelier.app.sso;

import dev.atelier.providers.http.GuardedExchange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All issuers of this installation. None is asked before it is needed, so one that is down stops nothing. Thread-safe. */
public final class Issuers {
    private final List<Issuer> all;
    private final SsoSettings settings;

    public Issuers(SsoSettings settings, GuardedExchange http, Clock clock) {
        this(settings, http, Issuer.KEY_SPACING, clock);
    }

    Issuers(SsoSettings settings, GuardedExchange http, Duration keySpacing, Clock clock) {
        this.settings = settings;
        this.all = settings.issuers().stream()
                .map(each -> new Issuer(each, http, keySpacing, clock))
                .toList();
    }

    SsoSettings settings() {
        return settings;
    }

    /** Those where people sign in, in the order of the settings. */
    List<Issuer> withSignIn() {
        return all.stream().filter(Issuer::signsIn).toList();
    }

    Optional<Issuer> withSignIn(String id) {
        return withSignIn().stream()
                .filter(issuer -> issuer.settings().id().equals(id))
                .findFirst();
    }

    /** The one whose bearer tokens carry this name and are taken. */
    Optional<Issuer> ofBearer(@Nullable String iss) {
        return all.stream()
                .filter(issuer -> issuer.settings().audience() != null && issuer.isNamed(iss))
                .findFirst();
    }
}
