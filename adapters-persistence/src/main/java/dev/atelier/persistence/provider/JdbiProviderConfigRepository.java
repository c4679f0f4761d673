package dev.atelier.persistence.provider;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.persistence.event.NewsListener;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** Provider configurations; a trigger of {@code V003} raises the revision and tells every process. */
public final class JdbiProviderConfigRepository implements ProviderConfigRepository {
    // Sorted here, since the core's order of categories is that of its enum.
    private static final Comparator<ProviderConfig> ORDER = Comparator.comparing(ProviderConfig::category)
            .thenComparingInt(ProviderConfig::priority)
            .thenComparing(config -> config.id().slug());

    private final JdbiTransactions transactions;
    private final NewsListener listener;

    public JdbiProviderConfigRepository(JdbiTransactions transactions, NewsListener listener) {
        this.transactions = transactions;
        this.listener = listener;
    }

    @Override
    public List<ProviderConfig> all() {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM provider_config").map((row, context) -> read(row)).stream()
                        .sorted(ORDER)
                        .toList());
    }

    @Override
    public Optional<ProviderConfig> find(ProviderId id) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM provider_config WHERE id = :id")
                .bind("id", id.slug())
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public void insert(ProviderConfig config) {
        int inserted = transactions.with(
                handle -> bind(handle.createUpdate("""
                                INSERT INTO provider_config (id, category, adapter, display_name, base_url, model,
                                       priority, enabled, options, api_key, webhook_secret, version)
                                VALUES (:id, :category, :adapter, :name, :baseUrl, :model, :priority, :enabled,
                                       CAST(:options AS jsonb), CAST(:apiKey AS jsonb), CAST(:secret AS jsonb), :version)
                                ON CONFLICT (id) DO NOTHING"""), config).execute());
        if (inserted == 0) {
            throw new IllegalStateException("provider " + config.id() + " exists already");
        }
    }

    @Override
    public boolean update(ProviderConfig config, long expectedVersion) {
        return transactions.with(handle -> bind(handle.createUpdate("""
                                        UPDATE provider_config
                                           SET category = :category, adapter = :adapter, display_name = :name,
                                               base_url = :baseUrl, model = :model, priority = :priority,
                                               enabled = :enabled, options = CAST(:options AS jsonb),
                                               api_key = CAST(:apiKey AS jsonb),
                                               webhook_secret = CAST(:secret AS jsonb), version = :version
                                         WHERE id = :id AND version = :expected"""), config)
                        .bind("expected", expectedVersion)
                        .execute()
                == 1);
    }

    @Override
    public boolean delete(ProviderId id) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM provider_config WHERE id = :id")
                        .bind("id", id.slug())
                        .execute()
                == 1);
    }

    @Override
    public long revision() {
        return transactions.with(handle -> handle.createQuery("SELECT revision FROM provider_revision")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public AutoCloseable onChange(Runnable action) {
        return listener.onProviderChange(action);
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ProviderConfig config) {
        URI baseUrl = config.baseUrl();
        return statement
                .bind("id", config.id().slug())
                .bind("category", config.category().name())
                .bind("adapter", config.adapter())
                .bind("name", config.displayName())
                .bind("baseUrl", baseUrl == null ? null : baseUrl.toString())
                .bind("model", config.model().value())
                .bind("priority", config.priority())
                .bind("enabled", config.enabled())
                .bind("options", Json.write(config.options()))
                .bind("apiKey", Json.writeNullable(config.apiKey()))
                .bind("secret", Json.writeNullable(config.webhookSecret()))
                .bind("version", config.version());
    }

    private static ProviderConfig read(ResultSet row) throws SQLException {
        String baseUrl = row.getString("base_url");
        return new ProviderConfig(
                new ProviderId(row.getString("id")),
                Category.valueOf(row.getString("category")),
                row.getString("adapter"),
                row.getString("display_name"),
                baseUrl == null ? null : URI.create(baseUrl),
                new ModelId(row.getString("model")),
                row.getInt("priority"),
                row.getBoolean("enabled"),
                Json.read(row.getString("options"), new TypeReference<Map<String, String>>() {}),
                Json.readNullable(row.getString("api_key"), SealedSecret.class),
                Json.readNullable(row.getString("webhook_secret"), SealedSecret.class),
                row.getLong("version"));
    }
}
