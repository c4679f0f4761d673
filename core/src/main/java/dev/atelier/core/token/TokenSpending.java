package dev.atelier.core.token;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.token.spi.AccessTokenRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what a token spends within its limit, whatever arrives at once. Both methods belong into the transaction that holds the
 * credits: {@link #shortOf} before the hold, {@link #took} after it. What a hold gives back makes room again. Thread-safe.
 */
public final class TokenSpending {
    private final AccessTokenRepository tokens;
    private final Clock clock;

    public TokenSpending(Store store, Clock clock) {
        this.tokens = store.accessTokens();
        this.clock = clock;
    }

    /**
     * Says whether the caller's token has too little left for this, and keeps others with the same token waiting until the
     * transaction ends.
     *
     * @return what is left, if that is too little; empty if it may spend this, or if the caller asks without a token
     */
    public Optional<SpendRoom> shortOf(Caller caller, Credits wanted) {
        if (caller.token() == null) {
            return Optional.empty();
        }
        Optional<AccessToken> locked = tokens.lock(caller.org(), caller.token());
        Instant now = clock.instant();
        if (locked.isEmpty() || !locked.get().stands(now)) {
            // Revoked between the door and here.
            return Optional.of(new SpendRoom(0, 0, null));
        }
        return roomOf(locked.get(), now).filter(room -> room.left() < wanted.amount());
    }

    private Optional<SpendRoom> roomOf(AccessToken token, Instant now) {
        Credits limit = token.terms().spendLimit();
        if (limit == null) {
            return Optional.empty();
        }
        SpendPeriod period = token.terms().spendPeriod();
        long spent =
                tokens.spent(token.org(), Map.of(token.id(), period.since(now))).getOrDefault(token.id(), 0L);
        return Optional.of(
                new SpendRoom(limit.amount(), spent, period.renewedAt(now).orElse(null)));
    }

    /** Notes that the caller's token caused this hold; does nothing if he asks without a token. */
    public void took(Caller caller, HoldId hold, GenerationId generation) {
        if (caller.token() != null) {
            tokens.insertHold(caller.org(), caller.token(), hold, generation, clock.instant());
        }
    }
}
