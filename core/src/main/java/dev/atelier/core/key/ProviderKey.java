package dev.atelier.core.key;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.secret.SealedSecret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's key that a person, or an org for all its people, brought along. The key itself is in here sealed; nothing gives it back.
 *
 * @param owner whose runs alone use it; null for every run of the org
 * @param adapter the vendor's adapter, such as {@code openai}
 * @param alias the name that the adapter was asked for by, where that was another; null else
 * @param secret sealed for {@link #secretContext}
 * @param createdBy who brought it
 * @param use what it was used for until now
 * @param version raised by one with every change of its maker's; use does not raise it
 */
public record ProviderKey(
        ProviderKeyId id,
        OrgId org,
        @Nullable UserId owner,
        String adapter,
        @Nullable String alias,
        SealedSecret secret,
        Terms terms,
        Instant createdAt,
        UserId createdBy,
        Use use,
        long version) {
    /** Longest name, in characters. */
    public static final int LONGEST_NAME = 80;

    /**
     * What its maker says of it.
     *
     * @param name for people, 1 to {@value #LONGEST_NAME} characters; no two keys of one owner for one adapter have the same
     * @param active false if new runs shall not use it
     * @param expiresAt when it is not used any more; null for never
     * @param spendCapMicros most that it may cost its owner at the vendor, in millionths of a US dollar, 0 or more; null for no cap
     */
    public record Terms(
            String name,
            boolean active,
            @Nullable Instant expiresAt,
            @Nullable Long spendCapMicros) {
        public Terms {
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("a key has a name of 1 to " + LONGEST_NAME + " characters");
            }
            if (spendCapMicros != null && spendCapMicros < 0) {
                throw new IllegalArgumentException("a spend cap is 0 or more");
            }
        }
    }

    /**
     * What it was used for.
     *
     * @param lastUsedAt when a run was last accepted with it; null for never
     * @param spentMicros what its calls cost at the vendor, in millionths of a US dollar
     * @param openMicros what runs that are under way are expected to cost still
     */
    public record Use(@Nullable Instant lastUsedAt, long spentMicros, long openMicros) {
        public static final Use NONE = new Use(null, 0, 0);
    }

    /** What the key of this place is sealed for: org, owner, adapter and row; moved anywhere else it does not open. */
    public static String secretContext(OrgId org, @Nullable UserId owner, String adapter, ProviderKeyId id) {
        return "v1|provider_key|" + org + "|" + (owner == null ? "org" : owner) + "|" + adapter + "|" + id;
    }

    /** What {@link #secret} is sealed for. */
    public String secretContext() {
        return secretContext(org, owner, adapter, id);
    }

    /** True if new runs may use it. */
    public boolean stands(Instant now) {
        return terms.active() && (terms.expiresAt() == null || now.isBefore(terms.expiresAt()));
    }

    /** What people may see of it: its last four characters. */
    public String hint() {
        return secret.lastFour();
    }

    /** What may be spent still; {@link Long#MAX_VALUE} without a cap. */
    public long leftMicros() {
        Long cap = terms.spendCapMicros();
        return cap == null ? Long.MAX_VALUE : Math.max(0, cap - use.spentMicros() - use.openMicros());
    }

    /** The same key after its maker changed it. */
    ProviderKey changed(SealedSecret nextSecret, Terms nextTerms) {
        return new ProviderKey(
                id, org, owner, adapter, alias, nextSecret, nextTerms, createdAt, createdBy, use, version + 1);
    }

    /** The same key with this use. */
    public ProviderKey used(Use nextUse) {
        return new ProviderKey(id, org, owner, adapter, alias, secret, terms, createdAt, createdBy, nextUse, version);
    }

    /** The same key, sealed anew; for its people nothing has changed. */
    public ProviderKey resealed(SealedSecret nextSecret) {
        return new ProviderKey(id, org, owner, adapter, alias, nextSecret, terms, createdAt, createdBy, use, version);
    }

    @Override
    public String toString() {
        return "ProviderKey[" + id + ", " + adapter + "]";
    }
}
