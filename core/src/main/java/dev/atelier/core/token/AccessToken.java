package dev.atelier.core.token;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.AddressBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a program of a person may do and spend. The value that the program shows is not in here, only its hash.
 *
 * @param memberSince when the membership began in which it was made; a token outlives no membership, not even if the person comes
 *     back
 * @param terms what it is good for; never changes
 * @param value what the program has to show
 * @param previous the value before the last rotation, good until {@link Previous#until}
 * @param lastUse true to about a minute
 */
public record AccessToken(
        AccessTokenId id,
        OrgId org,
        UserId user,
        Instant memberSince,
        Terms terms,
        Instant createdAt,
        Value value,
        @Nullable Previous previous,
        @Nullable Instant revokedAt,
        @Nullable LastUse lastUse) {
    /** Longest life of a value that expires; a leap year fits. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    /** Longest time that a value is good beside its successor. */
    public static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    /**
     * What its maker asked for.
     *
     * @param name for people, 1 to 80 characters
     * @param scopes 1 or more
     * @param life how long a value of it is good; null for ever
     * @param spendLimit most that it may spend within the period; null for no limit of its own
     * @param allowedFrom where it may be used; empty for everywhere
     */
    public record Terms(
            String name,
            Set<Scope> scopes,
            @Nullable Duration life,
            @Nullable Credits spendLimit,
            SpendPeriod spendPeriod,
            List<AddressBlock> allowedFrom) {
        private static final int LONGEST_NAME = 80;

        public Terms {
            scopes = Set.copyOf(scopes);
            allowedFrom = List.copyOf(allowedFrom);
            if (name.isBlank() || name.length() > LONGEST_NAME || scopes.isEmpty()) {
                throw new IllegalArgumentException("a token has a name of 1 to 80 characters and one scope or more");
            }
            if (life != null && (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0)) {
                throw new IllegalArgumentException("a token that expires lives for a year at most");
            }
        }
    }

    /**
     * What the program has to show, without the thing itself.
     *
     * @param hash SHA-256 in hex
     * @param hint the last four characters
     * @param issuedAt when it was made
     * @param expiresAt null if it does not expire
     */
    public record Value(
            String hash,
            String hint,
            Instant issuedAt,
            @Nullable Instant expiresAt) {}

    /** A value that was replaced, and until when it is good still. */
    public record Previous(String hash, Instant until) {}

    /** @param address as the server sees it, behind the proxies it trusts */
    public record LastUse(Instant at, String address) {}

    /** True if a value with this hash is good now; whether its person still is, is another question. */
    public boolean accepts(String hash, Instant now) {
        if (revokedAt != null || expired(now)) {
            return false;
        }
        return hash.equals(value.hash()) || (previous != null && hash.equals(previous.hash()) && inOverlap(now));
    }

    /** True if it can be used: neither revoked nor expired. */
    public boolean stands(Instant now) {
        return revokedAt == null && !expired(now);
    }

    public boolean expired(Instant now) {
        return value.expiresAt() != null && !now.isBefore(value.expiresAt());
    }

    /** Until when the value before this one is good; null if there is none. */
    public @Nullable Instant replacesUntil(Instant now) {
        return previous != null && inOverlap(now) ? previous.until() : null;
    }

    private boolean inOverlap(Instant now) {
        return previous != null && now.isBefore(previous.until());
    }

    /** True if it may be used from this address. */
    public boolean allowedFrom(String address) {
        return terms.allowedFrom().isEmpty() || terms.allowedFrom().stream().anyMatch(block -> block.contains(address));
    }

    AccessToken rotated(Value next, Instant overlapEnds) {
        return new AccessToken(
                id,
                org,
                user,
                memberSince,
                terms,
                createdAt,
                next,
                new Previous(value.hash(), overlapEnds),
                revokedAt,
                lastUse);
    }

    AccessToken revoked(Instant now) {
        return new AccessToken(id, org, user, memberSince, terms, createdAt, value, previous, now, lastUse);
    }

    /** Leaves the hashes out. */
    @Override
    public String toString() {
        return "AccessToken[" + id + "]";
    }
}
