package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import java.util.List;
import java.util.Optional;

/** The configured providers. Thread-safe; joins the caller's transaction. */
public interface ProviderConfigRepository {
    /** All of them, disabled ones too, by category, priority and id. */
    List<ProviderConfig> all();

    Optional<ProviderConfig> find(ProviderId id);

    /** @throws IllegalStateException if the id is taken */
    void insert(ProviderConfig config);

    /**
     * Replaces the row if it still has {@code expectedVersion}.
     *
     * @return false if somebody changed it meanwhile
     */
    boolean update(ProviderConfig config, long expectedVersion);

    boolean delete(ProviderId id);

    /** A number that grows with every change of any row by any process, cheap to read; caches compare it. */
    long revision();

    /** Calls the action soon after any process changed a row, until closed. May call it too often, never too seldom. */
    AutoCloseable onChange(Runnable action);
}
