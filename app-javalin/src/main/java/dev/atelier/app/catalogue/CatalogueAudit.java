package dev.atelier.app.catalogue;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the audit log is told of models and prices. */
final class CatalogueAudit {
    private CatalogueAudit() {}

    static AuditChange put(Optional<ModelSpec> before, ModelSpec after) {
        AuditSubject subject = new AuditSubject("model", after.id().value(), after.displayName());
        return before.map(was -> AuditChange.between(AuditAction.MODEL_CHANGED, subject, details(was), details(after)))
                .orElseGet(() -> AuditChange.made(AuditAction.MODEL_CREATED, subject, details(after)));
    }

    /** The line that a new one with this key would replace. */
    static Optional<PriceLine> lineOf(ModelCatalogue catalogue, PriceKey key) {
        return catalogue.priceList(key.model()).lines().stream()
                .filter(line -> line.key().equals(key))
                .findFirst();
    }

    static AuditChange priced(Optional<PriceLine> before, PriceLine after) {
        ModelJson.Price price = ModelJson.Price.of(after);
        String what = Stream.of(price.model(), price.quality(), price.operation(), price.aspectRatio())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return new AuditChange(
                AuditAction.PRICE_SET.word(),
                new AuditSubject("price", price.model(), what),
                before.map(CatalogueAudit::details).orElse(null),
                details(after));
    }

    private static AuditDetails details(ModelSpec spec) {
        return AuditTrail.details(ModelJson.Model.of(spec, spec.lifecycle(), false, List.of()))
                .without("available")
                .without("creditsFrom")
                .without("prices");
    }

    private static AuditDetails details(PriceLine line) {
        return AuditTrail.details(ModelJson.Price.of(line));
    }
}
