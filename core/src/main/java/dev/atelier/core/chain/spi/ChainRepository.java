package dev.atelier.core.chain.spi;

import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.chain.Chain;
import java.util.Optional;

/** The chains that admins have written. Thread-safe; joins the caller's transaction. */
public interface ChainRepository {
    /** @return empty if none was written for this category */
    Optional<Chain> find(ModelCategory category);

    /**
     * Writes a chain.
     *
     * @param chain with the version that it gets: one more than the stored one, 1 for the first
     * @return false, and nothing written, if the stored version is another
     */
    boolean put(Chain chain);
}
