package dev.atelier.core.token;

import dev.atelier.core.Store;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.token.spi.AccessTokenRepository;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes a person's access tokens and gives them new values. Each value is handed out once and kept as its hash. Thread-safe. */
public final class IssueAccessToken {
    /** Most tokens of one person in one org that can be used. */
    public static final int MOST = 100;

    private final AccessTokenRepository tokens;
    private final Transactions transactions;
    private final SecureRandom random = new SecureRandom();
    private final Ids ids;
    private final Clock clock;

    public IssueAccessToken(Store store, Ids ids, Clock clock) {
        this.tokens = store.accessTokens();
        this.transactions = store.transactions();
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A token and what the program has to show.
     *
     * @param text to be shown to its person once; nobody can read it again
     */
    public record Issued(AccessToken token, Secret text) {}

    /** Empty if the member has {@link #MOST} tokens. */
    public Optional<Issued> issue(Member owner, AccessToken.Terms terms) {
        Instant now = now();
        Secret text = TokenText.make(random);
        AccessToken token = new AccessToken(
                new AccessTokenId(ids.next()),
                owner.org(),
                owner.user().id(),
                owner.since(),
                terms,
                now,
                value(text, terms, now),
                null,
                null,
                null);
        return transactions.inTransaction(() -> {
            long standing = tokens.ofUser(owner.org(), owner.user().id()).stream()
                    .filter(other -> other.stands(now))
                    .count();
            if (standing >= MOST) {
                return Optional.empty();
            }
            tokens.insert(token);
            return Optional.of(new Issued(token, text));
        });
    }

    /**
     * Gives the member's token a new value with a new life of the same length; the value before is good for a while longer.
     *
     * @param overlap 0 to {@link AccessToken#LONGEST_OVERLAP}
     * @return empty if the member has no such token that can be used
     */
    public Optional<Issued> rotate(Member owner, AccessTokenId id, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(AccessToken.LONGEST_OVERLAP) > 0) {
            throw new IllegalArgumentException("the overlap is 0 to 7 days");
        }
        Instant now = now();
        Secret text = TokenText.make(random);
        return transactions.inTransaction(() -> tokens.lock(owner.org(), id)
                .filter(token -> token.user().equals(owner.user().id())
                        && token.memberSince().equals(owner.since())
                        && token.stands(now))
                .map(token -> {
                    Instant until = now.plus(overlap);
                    Instant expires = token.value().expiresAt();
                    AccessToken next = token.rotated(
                            value(text, token.terms(), now),
                            expires != null && expires.isBefore(until) ? expires : until);
                    tokens.update(next);
                    return new Issued(next, text);
                }));
    }

    private static AccessToken.Value value(Secret text, AccessToken.Terms terms, Instant now) {
        Duration life = terms.life();
        return new AccessToken.Value(
                OneTimeToken.hashOf(text.reveal()), text.lastFour(), now, life == null ? null : now.plus(life));
    }

    // To the microsecond, as databases keep it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
