package dev.atelier.app.key;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.provider.ConnectionCheck;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the routes of own keys take and give. Keys go in; only their last four characters come out. */
final class ApiKeyJson {
    static final long MOST_MICROS = 1_000_000_000_000L;

    private ApiKeyJson() {}

    /** Who is to use a key. */
    enum Scope {
        USER,
        ORG
    }

    /** A new key. */
    record Create(
            @Bounds(min = 1, max = 40) String provider,
            @Bounds(min = 1, max = ProviderKey.LONGEST_NAME) String name,
            @Bounds(min = 1, max = 8192) String key,
            @Nullable Scope scope,
            @Nullable Boolean active,
            @Bounds(min = 0, max = MOST_MICROS) @Nullable Long spendCapMicros,
            @Nullable Instant expiresAt) {
        /** Leaves the key out. */
        @Override
        public String toString() {
            return "Create[" + provider + "]";
        }
    }

    /** What shall be otherwise; what is left out stays. A cap and an expiry that are sent as null are taken away. */
    record Patch(
            @Bounds(min = 1, max = ProviderKey.LONGEST_NAME) @Nullable
            String name,

            @Bounds(min = 1, max = 8192) @Nullable String key,
            @Nullable Boolean active,
            @Bounds(min = 0, max = MOST_MICROS) @Nullable Long spendCapMicros,
            @Nullable Instant expiresAt) {
        /** Leaves the key out. */
        @Override
        public String toString() {
            return "Patch";
        }
    }

    /** A key to test: one that is kept, or one as it was typed. */
    record Trial(
            @Nullable UUID id,
            @Bounds(min = 1, max = 40) @Nullable String provider,
            @Bounds(min = 1, max = 8192) @Nullable String key) {
        /** Leaves the key out. */
        @Override
        public String toString() {
            return "Trial";
        }
    }

    record Outcome(boolean ok, String message) {
        static Outcome of(ConnectionCheck check) {
            return new Outcome(check.reachable(), check.detail());
        }
    }

    /** @param providers those that take a key */
    record All(List<View> data, List<String> providers) {}

    record View(
            String id,
            String scope,
            String provider,
            @Nullable String alias,
            String name,
            String hint,
            boolean active,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Long spendCapMicros,
            long spentMicros,
            long openMicros,
            long version) {
        static View of(ProviderKey key) {
            return new View(
                    key.id().toString(),
                    key.owner() == null ? "org" : "user",
                    key.adapter(),
                    key.alias(),
                    key.terms().name(),
                    key.hint(),
                    key.terms().active(),
                    key.createdAt(),
                    key.createdBy().toString(),
                    key.terms().expiresAt(),
                    key.use().lastUsedAt(),
                    key.terms().spendCapMicros(),
                    key.use().spentMicros(),
                    key.use().openMicros(),
                    key.version());
        }
    }
}
