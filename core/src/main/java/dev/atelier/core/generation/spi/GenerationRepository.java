package dev.atelier.core.generation.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Generations of pictures, films and voices with their analyses, trials, tasks and attempts; and the list of all generations.
 *
 * <p>Every implementation passes {@code GenerationRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's
 * id finds nothing.
 */
public interface GenerationRepository {
    void insert(Generation generation);

    Optional<Generation> find(OrgId org, GenerationId generation);

    /** Reads the newest committed value and keeps every other transaction from changing it until this one ends. */
    Optional<Generation> lock(OrgId org, GenerationId generation);

    /**
     * Stores what changed since it was locked in this transaction.
     *
     * @param before the value that {@link #lock} gave
     * @param after what it shall be; its version must be one higher
     * @throws IllegalStateException if the stored version is not {@code before}'s
     */
    void update(Generation before, Generation after);

    /** Those of the ids that there are, in any order. */
    List<Generation> findAll(OrgId org, Collection<GenerationId> ids);

    /**
     * The org's generations of all types, newest first.
     *
     * @param type null for all
     */
    Page<GenerationHead> index(OrgId org, @Nullable GenerationType type, GenerationFilter filter, PageRequest page);

    /** The org's generations of pictures, newest first. */
    Page<Generation> list(OrgId org, GenerationFilter filter, PageRequest page);

    /**
     * Finds the attempt whose callback URL holds this token.
     *
     * @param tokenHash SHA-256 in hex
     */
    Optional<AttemptRef> findAttempt(String tokenHash);

    /** Finds the attempt that this vendor task was stored for, in any org. */
    Optional<AttemptRef> findAttempt(ProviderId provider, VendorTaskId task);

    /**
     * Open generations of a type whose deadline has passed, of all orgs, oldest deadline first.
     *
     * @param type any but a text
     */
    List<GenerationRef> overdue(GenerationType type, Instant now, int limit);
}
