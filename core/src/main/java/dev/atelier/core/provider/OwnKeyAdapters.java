package dev.atelier.core.provider;

import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Adapters built with own keys: the ones used last are kept. The key's row is read each time, so that a key that was deleted or
 * replaced is not used a moment longer. Thread-safe.
 */
final class OwnKeyAdapters {
    /** What a run is told whose key was deleted while it ran. */
    static final String GONE = "The API key that this run was accepted with was deleted.";

    private static final int MOST = 512;

    private final ProviderKeyRepository keys;
    private final SecretBox secrets;
    private final Map<Name, Object> built = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Object> eldest) {
            return size() > MOST;
        }
    };

    private record Name(ProviderConfig row, ProviderKeyId key, String sealed) {}

    OwnKeyAdapters(ProviderKeyRepository keys, SecretBox secrets) {
        this.keys = keys;
        this.secrets = secrets;
    }

    /** @throws ProviderFailure of kind CREDENTIALS if the key was deleted or does not open */
    Object built(ProviderConfig row, RunKeys run, ProviderKeyId id, Function<Secret, Object> build) {
        ProviderKey key = keys.find(Objects.requireNonNull(run.org()), id)
                .orElseThrow(() -> new ProviderFailure(row.id(), FailureKind.CREDENTIALS, GONE));
        Name name = new Name(row, id, key.secret().sealed());
        synchronized (built) {
            return built.computeIfAbsent(name, missing -> build.apply(opened(row, key)));
        }
    }

    private Secret opened(ProviderConfig row, ProviderKey key) {
        try {
            return secrets.open(key.secret(), key.secretContext());
        } catch (SecretBox.SecretUnreadable e) {
            throw new ProviderFailure(
                    row.id(), FailureKind.CREDENTIALS, "The API key of this run cannot be opened.", null, e);
        }
    }
}
