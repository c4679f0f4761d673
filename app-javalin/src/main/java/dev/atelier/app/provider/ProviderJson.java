package dev.atelier.app.provider;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.providers.guard.OperationHealth;
import dev.atelier.providers.outside.AdapterJars;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and answers of the provider routes. Secrets go in; only their last four characters come out. */
final class ProviderJson {
    private ProviderJson() {}

    /** A new provider. */
    record Create(
            String id,
            Category category,
            @Bounds(min = 1, max = 40) String adapter,
            @Bounds(min = 1, max = 120) String displayName,
            @Bounds(max = 500) @Nullable String baseUrl,
            String model,
            @Bounds(min = 0, max = 10_000) @Nullable Integer priority,
            @Nullable Boolean enabled,
            @Bounds(max = 50) @Nullable Map<String, String> options,
            @Bounds(min = 1, max = 8192) @Nullable String apiKey,
            @Bounds(min = 1, max = 8192) @Nullable String webhookSecret) {}

    /** What a provider shall be from now on; secrets that are left out stay, unless the host changes. */
    record Replace(
            @Bounds(min = 1, max = 120) String displayName,
            @Bounds(max = 500) @Nullable String baseUrl,
            String model,
            @Bounds(min = 0, max = 10_000) int priority,
            boolean enabled,
            @Bounds(max = 50) Map<String, String> options,
            @Bounds(min = 1, max = 8192) @Nullable String apiKey,
            @Bounds(min = 1, max = 8192) @Nullable String webhookSecret) {}

    /** What to test instead of what is stored. */
    record Trial(
            @Bounds(min = 1, max = 8192) @Nullable String apiKey,
            @Bounds(max = 500) @Nullable String baseUrl,
            @Nullable String model) {}

    /** A provider as it stands in a form, to be tested before it is kept. */
    record Typed(
            Category category,
            @Bounds(min = 1, max = 40) String adapter,
            @Bounds(max = 500) @Nullable String baseUrl,
            String model,
            @Bounds(min = 1, max = 8192) @Nullable String apiKey,
            @Bounds(max = 50) @Nullable Map<String, String> options) {

        /** What would be kept, without the key: it is never sealed. */
        Create row() {
            return new Create("typed", category, adapter, adapter, baseUrl, model, null, null, options, null, null);
        }
    }

    record Order(List<String> order) {}

    record SecretView(boolean set, @Nullable String lastFour) {
        static SecretView of(@Nullable SealedSecret sealed) {
            return sealed == null ? new SecretView(false, null) : new SecretView(true, sealed.lastFour());
        }
    }

    /** @param usable true if new work may go there now */
    record View(
            String id,
            String category,
            String adapter,
            String displayName,
            @Nullable String baseUrl,
            String model,
            int priority,
            boolean enabled,
            boolean usable,
            boolean simulated,
            Map<String, String> options,
            SecretView apiKey,
            SecretView webhookSecret,
            List<Operation> health,
            long version) {
        static View of(ProviderConfig config, boolean usable, boolean simulated, List<Operation> health) {
            return new View(
                    config.id().slug(),
                    word(config.category()),
                    config.adapter(),
                    config.displayName(),
                    config.baseUrl() == null ? null : config.baseUrl().toString(),
                    config.model().value(),
                    config.priority(),
                    config.enabled(),
                    usable,
                    simulated,
                    config.options(),
                    SecretView.of(config.apiKey()),
                    SecretView.of(config.webhookSecret()),
                    health,
                    config.version());
        }
    }

    /** How calls of one kind fare in this process. */
    record Operation(
            String operation,
            String state,
            @Nullable String reason,
            @Nullable Instant since,
            int inFlight,
            int maxInFlight,
            @Nullable Integer callsPerSecond) {
        static Operation of(OperationHealth health) {
            return new Operation(
                    health.operation().word(),
                    health.state().name().toLowerCase(Locale.ROOT),
                    health.reason(),
                    health.since(),
                    health.inFlight(),
                    health.maxInFlight(),
                    health.callsPerSecond());
        }
    }

    record Chain(String category, List<String> order, long version) {}

    /** @param source {@code built-in}, or the name of the jar that it came in */
    record Adapter(String name, List<String> categories, boolean needsApiKey, boolean simulated, String source) {
        static Adapter of(ProviderFactory factory, String source) {
            return new Adapter(
                    factory.adapter(),
                    factory.categories().stream()
                            .sorted()
                            .map(ProviderJson::word)
                            .toList(),
                    factory.needsApiKey(),
                    factory.simulated(),
                    source);
        }
    }

    record SkippedJar(String file, String reason) {
        static SkippedJar of(AdapterJars.Skipped skipped) {
            return new SkippedJar(skipped.file(), skipped.reason());
        }
    }

    record Check(boolean reachable, String detail) {
        static Check of(ConnectionCheck check) {
            return new Check(check.reachable(), check.detail());
        }
    }

    record Health(
            String id,
            long calls,
            long failures,
            @Nullable Long p50Ms,
            @Nullable Long p95Ms,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt) {
        static Health of(ProviderHealth health) {
            return new Health(
                    health.id().slug(),
                    health.calls(),
                    health.failures(),
                    health.p50Ms(),
                    health.p95Ms(),
                    health.lastError(),
                    health.lastErrorAt());
        }
    }

    record HealthList(List<Health> data) {}

    static String word(Category category) {
        return category.name().toLowerCase(Locale.ROOT);
    }
}
