package dev.atelier.core.fakes;

import dev.atelier.core.Store;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.callback.CallbackId;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.picture.PictureFormat;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Valid values with ids of their own, so that tests do not meet in one store. Times are in microseconds, as databases keep them. */
public final class Samples {
    /** A moment with microseconds. */
    public static final Instant NOW = Instant.parse("2026-11-20T10:15:30.123456Z");

    private Samples() {}

    /** An org with its owner. */
    public record Tenant(Org org, User user) {
        public OrgId id() {
            return org.id();
        }

        public UserId userId() {
            return user.id();
        }
    }

    /** A new org with a new owner, stored. */
    public static Tenant tenant(Store store) {
        Tenant tenant = new Tenant(org(), user());
        store.transactions().run(() -> {
            store.accounts().insertOrg(tenant.org());
            store.accounts().insertUser(tenant.user());
            store.accounts().putMember(tenant.id(), tenant.userId(), Role.OWNER);
        });
        return tenant;
    }

    public static Org org() {
        UUID id = UUID.randomUUID();
        return new Org(new OrgId(id), "Org " + id, NOW);
    }

    public static User user() {
        UUID id = UUID.randomUUID();
        return new User(new UserId(id), id + "@example.com", "Ada", "$2a$12$hash", false, 1, NOW);
    }

    /** A generation that was just accepted: PENDING, all tasks PLANNED, no inputs; not stored. */
    public static Generation accepted(Tenant tenant, int imageCount) {
        return SampleGenerations.accepted(tenant, imageCount, NOW);
    }

    /** Like {@link #accepted(Tenant, int)}, accepted at this time. */
    public static Generation accepted(Tenant tenant, int imageCount, Instant at) {
        return SampleGenerations.accepted(tenant, imageCount, at);
    }

    /** A generation whose pictures have all arrived, one second after the other from this time on; stored. */
    public static Generation arrived(Store store, Tenant tenant, ImageBrief brief, Instant at) {
        Generation generation = SampleGenerations.arrived(tenant, brief, at);
        store.generations().insert(generation);
        return generation;
    }

    /** Like {@link #arrived(Store, Tenant, ImageBrief, Instant)}, of a plain brief. */
    public static Generation arrived(Store store, Tenant tenant, int imageCount, Instant at) {
        return arrived(store, tenant, accepted(tenant, imageCount).brief(), at);
    }

    /** A just accepted generation, stored. */
    public static Generation stored(Store store, Tenant tenant) {
        Generation generation = accepted(tenant, 2);
        store.generations().insert(generation);
        return generation;
    }

    /**
     * A generation with something in every part: analyses and trials that worked and that failed, six tasks in six states,
     * attempts in every state. Not stored; the uploads it names are.
     */
    public static Generation full(Store store, Tenant tenant) {
        return SampleGenerations.full(store, tenant);
    }

    /** An upload that is ready; not stored. */
    public static Upload upload(Tenant tenant) {
        return announcedUpload(tenant).completed(picture());
    }

    /** An upload whose bytes have not come yet; not stored. */
    public static Upload announcedUpload(Tenant tenant) {
        UUID id = UUID.randomUUID();
        return new Upload(
                new UploadId(id),
                tenant.id(),
                tenant.userId(),
                BlobKey.upload(tenant.userId(), id, "png"),
                "tea \"pot\" ü.png",
                "image/png",
                12_345,
                null,
                NOW);
    }

    public static PictureInfo picture() {
        return new PictureInfo(PictureFormat.PNG, 640, 480, 12_345, sha256());
    }

    /** 64 random hex digits. */
    public static String sha256() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    /** A slug that no other sample has. */
    public static ProviderId providerId() {
        return new ProviderId("p" + UUID.randomUUID().toString().substring(0, 18));
    }

    /** A configured image provider with a key; not stored. */
    public static ProviderConfig provider() {
        return new ProviderConfig(
                providerId(),
                Category.IMAGE_GENERATION,
                "kie",
                "Kie",
                URI.create("https://api.example.com/v1"),
                new ModelId("seedream/4.5-edit"),
                100,
                true,
                Map.of("region", "eu", "mode", "fast"),
                new SealedSecret("c2VhbGVk", "k1", "wxyz"),
                null,
                1);
    }

    /** A model of this provider; not stored. */
    public static ModelSpec model(ProviderId provider) {
        return new ModelSpec(
                new ModelId("model/" + UUID.randomUUID()),
                provider,
                Category.IMAGE_GENERATION,
                "Model",
                Capabilities.prompts(3_000)
                        .ratios("1:1", "16:9")
                        .qualities("basic", "high")
                        .upTo(8)
                        .inputs(0, 4)
                        .withMask()
                        .withSeed(),
                Lifecycle.ACTIVE,
                null,
                null);
    }

    /** A callback for the newest attempt of the first task that has one; not stored, not processed. */
    public static StoredCallback callback(Generation generation, Instant receivedAt) {
        ImageTask task = generation.tasks().stream()
                .filter(t -> t.attempt().isPresent())
                .findFirst()
                .orElseThrow();
        byte[] body = "{\"taskId\":\"t-1\"}".getBytes(StandardCharsets.UTF_8);
        return new StoredCallback(
                new CallbackId(UUID.randomUUID()),
                generation.org(),
                generation.id(),
                task.id(),
                task.attempt().orElseThrow().id(),
                task.attempt().orElseThrow().provider(),
                sha256(),
                new RawCallback(Map.of("content-type", "application/json"), body, receivedAt),
                CallbackSignal.Trust.DOORBELL_SIGNED,
                "t-1",
                receivedAt,
                null,
                null);
    }
}
