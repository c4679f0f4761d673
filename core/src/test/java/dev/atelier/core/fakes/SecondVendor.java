package dev.atelier.core.fakes;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import java.util.Map;

/** A second row of {@link ScriptedVendor}, with a cheaper model of its own: somebody to fall back on. */
public final class SecondVendor {
    public static final ProviderId ID = new ProviderId("second");
    public static final ModelId MODEL = new ModelId("second/one");
    public static final Credits PRICE = Credits.of(5);
    public static final long COST = 11_000;

    /** Does what the first one does, in other words for quality. */
    public static final Capabilities CAN = Capabilities.prompts(3_000)
            .ratios("1:1")
            .qualities("standard")
            .upTo(1)
            .withSeed();

    private SecondVendor() {}

    /** Writes row, model and price. */
    public static void join(Store store) {
        join(store, ID, MODEL, CAN, PRICE, 2);
    }

    public static void join(Store store, ProviderId id, ModelId model, Capabilities can, Credits price, int priority) {
        store.providers()
                .insert(new ProviderConfig(
                        id,
                        Category.IMAGE_GENERATION,
                        "scripted",
                        id.slug(),
                        null,
                        model,
                        priority,
                        true,
                        Map.of(),
                        null,
                        null,
                        1));
        store.catalogue()
                .putModel(new ModelSpec(
                        model, id, Category.IMAGE_GENERATION, "Second", can, Lifecycle.ACTIVE, null, null));
        store.catalogue().putPrice(model, null, price, COST, "test");
    }
}
