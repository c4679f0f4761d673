package dev.atelier.app.catalogue;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.provider.ModelId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the audit log is told of models and prices. */
final class CatalogueAudit {
    private CatalogueAudit() {}

    static AuditChange put(Optional<ModelSpec> before, ModelSpec after) {
        AuditSubject subject = new AuditSubject("model", after.id().value(), after.displayName());
        return before.map(was -> AuditChange.between(AuditAction.MODEL_CHANGED, subject, details(was), details(after)))
                .orElseGet(() -> AuditChange.made(AuditAction.MODEL_CREATED, subject, details(after)));
    }

    /** The line of just this quality, which a new one would replace. */
    static Optional<PriceLine> lineOf(ModelCatalogue catalogue, ModelId model, @Nullable String quality) {
        return catalogue.prices().stream()
                .filter(line -> line.model().equals(model) && Objects.equals(line.quality(), quality))
                .findFirst();
    }

    static AuditChange priced(Optional<PriceLine> before, PriceLine after) {
        String model = after.model().value();
        AuditSubject subject =
                new AuditSubject("price", model, after.quality() == null ? model : model + ", " + after.quality());
        return new AuditChange(
                AuditAction.PRICE_SET.word(),
                subject,
                before.map(CatalogueAudit::details).orElse(null),
                details(after));
    }

    private static AuditDetails details(ModelSpec spec) {
        return AuditTrail.details(ModelJson.Model.of(spec, spec.lifecycle(), false, null))
                .without("available");
    }

    private static AuditDetails details(PriceLine line) {
        return AuditTrail.details(ModelJson.Price.of(line));
    }
}
