package dev.atelier.core.text.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.text.TextGeneration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Generations whose result is a text. Their ids are generations' ids: holds and ledger entries point at both alike, and
 * {@link dev.atelier.core.generation.spi.GenerationRepository#index} lists both.
 *
 * <p>Every implementation passes {@code TextGenerationRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's
 * id finds nothing, and neither does that of a generation of pictures.
 */
public interface TextGenerationRepository {
    void insert(TextGeneration generation);

    Optional<TextGeneration> find(OrgId org, GenerationId generation);

    /** Those of the ids that there are, in any order. */
    List<TextGeneration> findAll(OrgId org, Collection<GenerationId> ids);

    /** Reads the newest committed value and keeps every other transaction from changing it until this one ends. */
    Optional<TextGeneration> lock(OrgId org, GenerationId generation);

    /**
     * Stores what changed since it was locked in this transaction.
     *
     * @param after what it shall be; its version must be one higher than the stored one
     * @throws IllegalStateException if it is not
     */
    void update(TextGeneration after);

    /** Open ones whose deadline has passed, of all orgs, oldest deadline first. */
    List<GenerationRef> overdue(Instant now, int limit);
}
