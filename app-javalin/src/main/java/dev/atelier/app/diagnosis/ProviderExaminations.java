package dev.atelier.app.diagnosis;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.List;

/** Providers: is there one for each kind of work, and does each take its key. Every call is free. */
final class ProviderExaminations {
    private static final String ADD = "Add a provider or its key under Admin, Providers; while developing"
            + " KIE_AI_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY will do.";

    private ProviderExaminations() {}

    static List<Examination> of(ProviderRegistry registry) {
        List<Examination> all = new ArrayList<>();
        all.add(Examination.of("providers", "Providers", ADD, () -> usable(registry)));
        for (ProviderConfig row : registry.configs()) {
            all.add(Examination.of(
                    "provider:" + row.id().slug(),
                    row.displayName(),
                    "Type its key again under Admin, Providers.",
                    () -> one(registry, row)));
        }
        return all;
    }

    private static Finding usable(ProviderRegistry registry) {
        int painters = registry.chain(Category.IMAGE_GENERATION).size();
        int writers = registry.chain(Category.LLM).size();
        int viewers = registry.chain(Category.VISION).size();
        String detail =
                painters + " for pictures, " + writers + " for prompts, " + viewers + " for looking at pictures";
        if (painters == 0 || writers == 0) {
            return Finding.failed(detail, ADD);
        }
        return viewers == 0 ? Finding.warning(detail, ADD) : Finding.ok(detail);
    }

    private static Finding one(ProviderRegistry registry, ProviderConfig row) {
        if (!registry.usable(row.id())) {
            return Finding.skipped(row.enabled() ? "has no key" : "is switched off");
        }
        if (registry.simulated(row)) {
            return Finding.ok("is simulated on this computer");
        }
        ConnectionCheck check = registry.check(row, null);
        return check.reachable() ? Finding.ok(check.detail()) : Finding.failed(check.detail(), remedy(registry, row));
    }

    private static String remedy(ProviderRegistry registry, ProviderConfig row) {
        String variable = registry.adapters().stream()
                .filter(adapter -> adapter.adapter().equals(row.adapter()))
                .findFirst()
                .map(ProviderFactory::apiKeyVariable)
                .orElse("");
        return "Check address and key of " + row.id() + " under Admin, Providers"
                + (variable.isEmpty() ? "." : ", and " + variable + " if it is set.");
    }
}
