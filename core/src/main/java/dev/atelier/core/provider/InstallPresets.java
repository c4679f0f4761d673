package dev.atelier.core.provider;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the proposed rows of all adapters on the first start, and on a later one only models and prices that are not there yet.
 * Rows that admins changed or deleted stay so.
 */
public final class InstallPresets {
    private final Store store;

    public InstallPresets(Store store) {
        this.store = store;
    }

    /** Writes what is missing, in one transaction. Processes that do it at the same moment on an empty store may. */
    public void install(List<ProviderFactory> factories) {
        try {
            installOnce(factories);
        } catch (IllegalStateException e) {
            if (store.providers().all().isEmpty()) {
                throw e;
            }
            // Another process was quicker; what it wrote is seen now.
            installOnce(factories);
        }
    }

    private void installOnce(List<ProviderFactory> factories) {
        store.transactions().run(() -> {
            boolean first = store.providers().all().isEmpty();
            Set<ModelId> known = new HashSet<>();
            store.catalogue().models().stream().map(ModelSpec::id).forEach(known::add);
            for (ProviderFactory factory : factories) {
                for (ProviderPreset preset : factory.presets()) {
                    if (first) {
                        store.providers().insert(preset.config());
                    }
                    preset.models().stream()
                            .filter(model -> known.add(model.spec().id()))
                            .forEach(this::install);
                }
            }
        });
    }

    private void install(ProviderPreset.PresetModel model) {
        store.catalogue().putModel(model.spec());
        for (ProviderPreset.PresetPrice price : model.prices()) {
            store.catalogue()
                    .putPrice(price.key(model.spec()), price.per(), price.credits(), price.costMicros(), "system");
        }
    }
}
