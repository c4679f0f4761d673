package dev.atelier.persistence.chain;

import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.chain.Chain;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.chain.spi.ChainRepository;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.util.List;
import java.util.Optional;

/** One row for each category that has a chain of its own. */
public final class JdbiChainRepository implements ChainRepository {
    private final JdbiTransactions transactions;

    public JdbiChainRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Chain> find(ModelCategory category) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT rungs, version FROM chain WHERE category = :category")
                .bind("category", category.name())
                .map((row, context) -> new Chain(
                        category, List.of(Json.read(row.getString("rungs"), Rung[].class)), row.getLong("version")))
                .findOne());
    }

    @Override
    public boolean put(Chain chain) {
        String sql = chain.version() == 1
                ? "INSERT INTO chain (category, rungs, version) VALUES (:category, CAST(:rungs AS jsonb), 1)"
                        + " ON CONFLICT (category) DO NOTHING"
                : "UPDATE chain SET rungs = CAST(:rungs AS jsonb), version = :version"
                        + " WHERE category = :category AND version = :version - 1";
        return transactions.with(handle -> handle.createUpdate(sql)
                        .bind("category", chain.category().name())
                        .bind("rungs", Json.write(chain.rungs()))
                        .bind("version", chain.version())
                        .execute())
                == 1;
    }
}
