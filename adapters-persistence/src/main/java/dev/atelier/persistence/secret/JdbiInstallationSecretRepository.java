package dev.atelier.persistence.secret;

import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.spi.InstallationSecretRepository;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.util.List;
import java.util.Optional;

/** Sealed secrets, one row each. */
public final class JdbiInstallationSecretRepository implements InstallationSecretRepository {
    private final JdbiTransactions transactions;

    public JdbiInstallationSecretRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<SealedSecret> find(String name) {
        return transactions.with(
                handle -> handle.createQuery("SELECT sealed FROM installation_secret WHERE name = :name")
                        .bind("name", name)
                        .map((row, context) -> Json.read(row.getString("sealed"), SealedSecret.class))
                        .findOne());
    }

    // Two statements: the second sees what another transaction committed while the first waited for it.
    @Override
    public SealedSecret putIfAbsent(String name, SealedSecret sealed) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO installation_secret (name, sealed) VALUES (:name, CAST(:sealed AS jsonb))
                        ON CONFLICT (name) DO NOTHING""")
                .bind("name", name)
                .bind("sealed", Json.write(sealed))
                .execute());
        return find(name).orElseThrow(() -> new IllegalStateException("the secret " + name + " was removed"));
    }

    @Override
    public boolean replace(String name, SealedSecret before, SealedSecret after) {
        return transactions.with(handle -> handle.createUpdate("""
                                UPDATE installation_secret SET sealed = CAST(:after AS jsonb)
                                 WHERE name = :name AND sealed = CAST(:before AS jsonb)""")
                        .bind("name", name)
                        .bind("before", Json.write(before))
                        .bind("after", Json.write(after))
                        .execute())
                == 1;
    }

    @Override
    public List<String> names() {
        return transactions.with(
                handle -> handle.createQuery("SELECT name FROM installation_secret ORDER BY name COLLATE \"C\"")
                        .mapTo(String.class)
                        .list());
    }
}
