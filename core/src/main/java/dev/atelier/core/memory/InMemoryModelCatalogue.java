package dev.atelier.core.memory;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceList;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Models by id, and every line of the price book by version: the newest line with a key is in force. */
final class InMemoryModelCatalogue implements ModelCatalogue {
    private static final System.Logger LOG = System.getLogger(InMemoryModelCatalogue.class.getName());

    private final InMemoryDatabase database;
    private final InMemoryTable<ModelId, ModelSpec> models;
    private final InMemoryTable<PriceKey, PriceLine> prices;
    private final InMemoryTable<Long, PriceLine> book;

    InMemoryModelCatalogue(InMemoryDatabase database) {
        this.database = database;
        this.models = new InMemoryTable<>(database, Comparator.comparing(ModelId::value));
        this.prices = new InMemoryTable<>(database, PriceKey.ORDER);
        this.book = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public List<ModelSpec> models() {
        return database.inTransaction(() -> models.values().stream()
                .sorted(Comparator.comparing(ModelSpec::category)
                        .thenComparing(model -> model.id().value()))
                .toList());
    }

    @Override
    public Optional<ModelSpec> model(ModelId model) {
        return database.inTransaction(() -> models.get(model));
    }

    @Override
    public void putModel(ModelSpec model) {
        database.run(() -> models.put(model.id(), model));
    }

    @Override
    public PriceList priceList(ModelId model) {
        return database.inTransaction(() -> new PriceList(prices.values().stream()
                .filter(line -> line.model().equals(model))
                .toList()));
    }

    @Override
    public List<PriceLine> prices() {
        return database.inTransaction(() -> List.copyOf(prices.values()));
    }

    @Override
    public PriceLine putPrice(PriceKey key, long per, Credits credits, long costMicros, String actor) {
        return database.inTransaction(() -> {
            PriceLine line = new PriceLine(bookVersion() + 1, key, per, credits, costMicros);
            book.put(line.bookVersion(), line);
            prices.put(key, line);
            database.afterCommit(() -> LOG.log(
                    System.Logger.Level.INFO,
                    "price book version={0} model={1} credits={2} by={3}",
                    line.bookVersion(),
                    key.model(),
                    credits,
                    actor));
            return line;
        });
    }

    @Override
    public long bookVersion() {
        return database.inTransaction(() -> book.size() == 0 ? 0L : book.rows().lastKey());
    }
}
