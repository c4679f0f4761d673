package dev.atelier.core.memory;

import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.spi.InstallationSecretRepository;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sealed secrets by name. */
final class InMemoryInstallationSecretRepository implements InstallationSecretRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<String, SealedSecret> secrets;

    InMemoryInstallationSecretRepository(InMemoryDatabase database) {
        this.database = database;
        this.secrets = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public Optional<SealedSecret> find(String name) {
        return database.inTransaction(() -> secrets.get(name));
    }

    @Override
    public SealedSecret putIfAbsent(String name, SealedSecret sealed) {
        return database.inTransaction(() -> secrets.get(name).orElseGet(() -> {
            secrets.put(name, sealed);
            return sealed;
        }));
    }

    @Override
    public boolean replace(String name, SealedSecret before, SealedSecret after) {
        return database.inTransaction(() -> {
            boolean same = secrets.get(name).filter(before::equals).isPresent();
            if (same) {
                secrets.put(name, after);
            }
            return same;
        });
    }

    @Override
    public List<String> names() {
        return database.inTransaction(() -> List.copyOf(secrets.rows().keySet()));
    }
}
