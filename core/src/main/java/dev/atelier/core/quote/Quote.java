package dev.atelier.core.quote;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.generation.GenerationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A price that an org was promised, whatever happens to the book meanwhile. Nothing is held for it.
 *
 * @param price of one piece of the work
 * @param expiresAt from then on it binds nobody
 * @param usedBy the generation that it was used for; null while it was not
 */
public record Quote(
        QuoteId id,
        OrgId org,
        PricedWish wish,
        Price price,
        Instant createdAt,
        Instant expiresAt,
        @Nullable GenerationId usedBy) {
    /** The whole price. */
    public Credits credits() {
        return price.credits().times(wish.count());
    }

    /** What we expect the vendor to charge us for all of it, in millionths of a US dollar. */
    public long costMicros() {
        return Math.multiplyExact(price.costMicros(), (long) wish.count());
    }
}
