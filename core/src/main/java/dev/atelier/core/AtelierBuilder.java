package dev.atelier.core;

import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.memory.InMemoryBlobStore;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.ResultFetcher;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.SecretBox;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes an {@link Atelier}. Not thread-safe; use it once. */
public final class AtelierBuilder {
    private final List<ProviderFactory> adapters = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private @Nullable Store store;
    private @Nullable BlobStore blobs;
    private @Nullable SecretBox secrets;
    private @Nullable ResultFetcher fetcher;
    private @Nullable URI callbackBase;
    private Map<String, String> keyOverrides = Map.of();
    private Limits limits = Limits.DEFAULT;

    AtelierBuilder() {}

    /** Adds a vendor. */
    public AtelierBuilder adapter(ProviderFactory adapter) {
        adapters.add(adapter);
        return this;
    }

    /** Adds vendors. */
    public AtelierBuilder adapters(List<ProviderFactory> more) {
        adapters.addAll(more);
        return this;
    }

    /** Where rows, credits, jobs and events live; in memory if this is not called. */
    public AtelierBuilder store(Store where) {
        this.store = where;
        return this;
    }

    /** Where pictures live; in memory if this is not called. */
    public AtelierBuilder blobs(BlobStore where) {
        this.blobs = where;
        return this;
    }

    /** How keys are sealed at rest; by a key made for this process if this is not called. */
    public AtelierBuilder secrets(SecretBox box) {
        this.secrets = box;
        return this;
    }

    /** How results are downloaded; needed for vendors that answer with URLs. */
    public AtelierBuilder fetcher(ResultFetcher guarded) {
        this.fetcher = guarded;
        return this;
    }

    /** The public address under which callbacks reach {@link Atelier#callbacks()}; every task is polled if there is none. */
    public AtelierBuilder callbackBase(@Nullable URI base) {
        this.callbackBase = base;
        return this;
    }

    /** API keys by the names of environment variables; they override stored keys. For development. */
    public AtelierBuilder keyOverrides(Map<String, String> keys) {
        this.keyOverrides = Map.copyOf(keys);
        return this;
    }

    public AtelierBuilder limits(Limits bounds) {
        this.limits = bounds;
        return this;
    }

    /** The source of time; a settable one makes tests exact. */
    public AtelierBuilder clock(Clock source) {
        this.clock = source;
        return this;
    }

    /** Builds it; no thread runs yet. Writes the vendors' proposed rows if the store has none. */
    public Atelier build() {
        return new Atelier(this);
    }

    Store store() {
        if (store == null) {
            store = new InMemoryStore(clock);
        }
        return store;
    }

    BlobStore blobs() {
        if (blobs == null) {
            blobs = new InMemoryBlobStore(clock);
        }
        return blobs;
    }

    SecretBox secrets() {
        if (secrets == null) {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            secrets = new EnvelopeSecretBox(MasterKeys.parse(HexFormat.of().formatHex(key)));
        }
        return secrets;
    }

    ResultFetcher fetcher() {
        if (fetcher == null) {
            fetcher = (url, file, maxBytes) -> {
                throw new IOException("no result fetcher is configured");
            };
        }
        return fetcher;
    }

    List<ProviderFactory> adapters() {
        return List.copyOf(adapters);
    }

    @Nullable
    URI callbackBase() {
        return callbackBase;
    }

    Map<String, String> keyOverrides() {
        return keyOverrides;
    }

    Limits limits() {
        return limits;
    }

    Clock clock() {
        return clock;
    }
}
