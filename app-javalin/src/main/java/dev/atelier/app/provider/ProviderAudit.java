package dev.atelier.app.provider;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.secret.SealedSecret;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit log is told of providers and their keys. */
final class ProviderAudit {
    private final AuditTrail trail;

    ProviderAudit(AuditTrail trail) {
        this.trail = trail;
    }

    private record Shown(
            String category,
            String adapter,
            String displayName,
            @Nullable String baseUrl,
            String model,
            int priority,
            Map<String, String> options) {
        static AuditDetails of(ProviderConfig config) {
            return AuditTrail.details(new Shown(
                    ProviderJson.word(config.category()),
                    config.adapter(),
                    config.displayName(),
                    config.baseUrl() == null ? null : config.baseUrl().toString(),
                    config.model().value(),
                    config.priority(),
                    config.options()));
        }
    }

    void created(Context ctx, ProviderConfig config) {
        trail.record(ctx, AuditChange.made(AuditAction.PROVIDER_CREATED, subject(config), whole(config)));
    }

    void breakersClosed(Context ctx, ProviderConfig config) {
        trail.record(ctx, AuditChange.made(AuditAction.PROVIDER_BREAKERS_CLOSED, subject(config), AuditDetails.NONE));
    }

    void deleted(Context ctx, ProviderConfig config) {
        trail.record(ctx, AuditChange.gone(AuditAction.PROVIDER_DELETED, subject(config), whole(config)));
    }

    /** One entry for each kind of change that there was. */
    void changed(Context ctx, ProviderConfig before, ProviderConfig after) {
        AuditSubject subject = subject(after);
        trail.record(
                ctx, AuditChange.between(AuditAction.PROVIDER_CHANGED, subject, Shown.of(before), Shown.of(after)));
        if (before.enabled() != after.enabled()) {
            AuditAction action = after.enabled() ? AuditAction.PROVIDER_ENABLED : AuditAction.PROVIDER_DISABLED;
            trail.record(ctx, AuditChange.between(action, subject, enabled(before), enabled(after)));
        }
        secret(ctx, subject, "apiKey", before.apiKey(), after.apiKey());
        secret(ctx, subject, "webhookSecret", before.webhookSecret(), after.webhookSecret());
    }

    void reordered(Context ctx, Category category, List<String> before, List<String> after) {
        String word = ProviderJson.word(category);
        trail.record(
                ctx,
                AuditChange.between(
                        AuditAction.PROVIDER_CHAIN_REORDERED,
                        new AuditSubject("provider_chain", word, word),
                        AuditDetails.NONE.with("order", before),
                        AuditDetails.NONE.with("order", after)));
    }

    // A new key may end like the old one: the ciphertext tells that it is another.
    private void secret(
            Context ctx,
            AuditSubject subject,
            String name,
            @Nullable SealedSecret before,
            @Nullable SealedSecret after) {
        if (java.util.Objects.equals(before, after)) {
            return;
        }
        AuditAction action = after == null ? AuditAction.PROVIDER_KEY_DROPPED : AuditAction.PROVIDER_KEY_REPLACED;
        trail.record(
                ctx,
                new AuditChange(
                        action.word(),
                        subject,
                        before == null ? null : AuditDetails.NONE.with(name, hint(before)),
                        after == null ? null : AuditDetails.NONE.with(name, hint(after))));
    }

    private static AuditDetails whole(ProviderConfig config) {
        return Shown.of(config)
                .with("enabled", config.enabled())
                .with("apiKey", hint(config.apiKey()))
                .with("webhookSecret", hint(config.webhookSecret()));
    }

    private static AuditDetails enabled(ProviderConfig config) {
        return AuditDetails.NONE.with("enabled", config.enabled());
    }

    private static @Nullable String hint(@Nullable SealedSecret secret) {
        return secret == null ? null : AuditDetails.hint(secret.lastFour());
    }

    private static AuditSubject subject(ProviderConfig config) {
        return new AuditSubject("provider", config.id().slug(), config.displayName());
    }
}
