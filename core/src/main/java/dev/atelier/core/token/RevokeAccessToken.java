package dev.atelier.core.token;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.token.spi.AccessTokenRepository;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Ends a token for good: its owner may, and admins for all of their org. Thread-safe. */
public final class RevokeAccessToken {
    private final AccessTokenRepository tokens;
    private final Transactions transactions;
    private final Clock clock;

    public RevokeAccessToken(Store store, Clock clock) {
        this.tokens = store.accessTokens();
        this.transactions = store.transactions();
        this.clock = clock;
    }

    /** The token as it is now, revoked before or by this; empty if there is none that the caller may revoke. */
    public Optional<AccessToken> revoke(Caller caller, Role role, AccessTokenId id) {
        return transactions.inTransaction(() -> tokens.lock(caller.org(), id)
                .filter(token -> token.user().equals(caller.user()) || role.covers(Role.ADMIN))
                .map(token -> {
                    if (token.revokedAt() != null) {
                        return token;
                    }
                    AccessToken ended = token.revoked(clock.instant().truncatedTo(ChronoUnit.MICROS));
                    tokens.update(ended);
                    return ended;
                }));
    }
}
