package dev.atelier.core.key.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.key.KeyUse;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.secret.SealedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that people and orgs brought, and which run uses which.
 *
 * <p>Every implementation passes {@code ProviderKeyRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's id
 * finds nothing.
 */
public interface ProviderKeyRepository {
    /** @return false if the owner has a key of this name for this adapter already */
    boolean insert(ProviderKey key);

    /**
     * Changes secret, terms and version if the key still has {@code expectedVersion}; its use stays.
     *
     * @return false if somebody changed or deleted it meanwhile
     * @throws RuntimeException if the owner has another key of this name for this adapter
     */
    boolean update(ProviderKey key, long expectedVersion);

    /** Deletes the key with its secret; what runs were bound to it stays known. */
    boolean delete(OrgId org, ProviderKeyId key);

    /** Deletes all that the person has in this org, and tells how many there were. */
    int deleteOf(OrgId org, UserId owner);

    Optional<ProviderKey> find(OrgId org, ProviderKeyId key);

    /** Like {@link #find}, and keeps others that lock it waiting until the caller's transaction ends. */
    Optional<ProviderKey> lock(OrgId org, ProviderKeyId key);

    /** The person's own keys and the org's, whatever their state, newest first. */
    List<ProviderKey> of(OrgId org, UserId user);

    /** Keys of all orgs by id, for work on all of them in batches. */
    List<ProviderKey> after(@Nullable ProviderKeyId previous, int limit);

    /** Puts another seal round the same secret, if the key still has the one that was read. */
    boolean reseal(ProviderKey key, SealedSecret sealed);

    /**
     * Notes that a run uses this key with the key's adapter, instead of another that it may have used there before, and that its owner
     * is expected to pay so much for it.
     */
    void bind(ProviderKey key, GenerationId run, long openMicros, Instant at);

    /** Which own keys the run uses, by adapter. */
    List<KeyUse> uses(OrgId org, GenerationId run);

    /**
     * Adds what the run has cost, and takes from what it was expected to cost, as far as that is open. Does nothing if the key is
     * gone.
     */
    void count(OrgId org, GenerationId run, String adapter, long spentMicros, long closedMicros);
}
