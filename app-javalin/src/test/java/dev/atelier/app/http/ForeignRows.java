package dev.atelier.app.http;

import dev.atelier.app.account.TestApi;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.Priority;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.Upload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One real row of every kind in an org, by the beginning of the routes that name it. */
final class ForeignRows {
    /** Routes whose parameter names nothing that belongs to an org, and why. */
    static final Map<String, String> SHARED = Map.of(
            "/api/v1/models/", "all orgs see all models",
            "/api/v1/providers/", "all orgs see all vendors",
            "/v1/models/", "all orgs see all models",
            "/api/v1/admin/providers/", "of the operator's org alone, whose admins all others are refused as",
            "/api/v1/admin/provider-chains/", "of the operator's org alone",
            "/api/v1/admin/chains/", "of the operator's org alone");

    private static final String MISSING = "00000000-0000-7000-8000-000000000000";
    private static final Map<String, String> BODIES = Map.of(
            "PATCH /api/v1/admin/members/{id}", "{\"role\":\"VIEWER\"}",
            "PATCH /api/v1/api-keys/{id}", "{\"name\":\"mine\"}",
            "PATCH /api/v1/images/{id}", "{\"starred\":true}",
            "PATCH /api/v1/webhook-endpoints/{id}", "{\"description\":\"mine\"}");

    private final TestApi api;
    private final Store store;
    private final Member owner;
    private final Samples.Tenant tenant;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private String delivery = "";

    ForeignRows(TestApi api, Member owner) {
        this.api = api;
        this.store = api.store;
        this.owner = owner;
        this.tenant = new Samples.Tenant(store.accounts().findOrg(owner.org()).orElseThrow(), owner.user());
        people();
        pictures();
        work();
        programs();
    }

    /** The id of the foreign row that this route would name; empty if nobody made one for it. */
    Optional<String> idFor(Access.Route route) {
        // The longest beginning that fits: invites lie below members.
        return ids.entrySet().stream()
                .filter(row -> route.path().startsWith(row.getKey()))
                .reduce((a, b) -> a.getKey().length() >= b.getKey().length() ? a : b)
                .map(Map.Entry::getValue);
    }

    static boolean isShared(Access.Route route) {
        return SHARED.keySet().stream().anyMatch(route.path()::startsWith);
    }

    /** An id in the same form that nothing has. */
    static String missing(String like) {
        return like.length() == MISSING.length() ? MISSING : like.replaceAll("[0-9a-f]", "0");
    }

    static String bodyOf(Access.Route route) {
        return BODIES.get(route.method().name() + " " + route.path());
    }

    private void people() {
        Member viewer = api.member(owner.org(), Role.VIEWER);
        ids.put("/api/v1/admin/members/", viewer.user().id().toString());
        Invite invite = new Invite(
                new InviteId(UUID.randomUUID()),
                owner.org(),
                new Email("guest@foreign.example").value(),
                Role.VIEWER,
                Samples.sha256(),
                owner.user().id(),
                api.clock.instant(),
                api.clock.instant().plus(Duration.ofDays(7)),
                null);
        store.accounts().insertInvite(invite);
        ids.put("/api/v1/admin/members/invites/", invite.id().toString());
    }

    private void programs() {
        TestServer.Client client = api.as(owner);
        ids.put(
                "/api/v1/access-tokens/",
                client.post("/api/v1/access-tokens", "{\"name\":\"theirs\",\"scopes\":[\"images:read\"]}")
                        .json()
                        .at("/accessToken/id")
                        .asText());
        ids.put(
                "/api/v1/sessions/",
                client.get("/api/v1/sessions").json().at("/data/0/id").asText());
        ids.put(
                "/api/v1/api-keys/",
                client.post(
                                "/api/v1/api-keys",
                                "{\"provider\":\"fake\",\"name\":\"theirs\",\"key\":\"sk-theirs-1234\",\"scope\":\"org\"}")
                        .json()
                        .path("id")
                        .asText());
        String endpoint = client.post("/api/v1/webhook-endpoints", "{\"url\":\"https://127.0.0.1/hooks\"}")
                .json()
                .at("/endpoint/id")
                .asText();
        ids.put("/api/v1/webhook-endpoints/", endpoint);
        delivery = client.post("/api/v1/webhook-endpoints/" + endpoint + "/test", null)
                .json()
                .path("deliveryId")
                .asText();
    }

    /** What the second parameter of a path names, below the first. */
    String second() {
        return delivery;
    }

    private void pictures() {
        Generation arrived = Samples.arrived(store, tenant, 1, api.clock.instant());
        TaskId picture = arrived.tasks().get(0).id();
        ids.put("/api/v1/generations/", arrived.id().toString());
        ids.put("/api/v1/generate/jobs/", arrived.id().toString());
        ids.put("/api/v1/images/", picture.toString());
        Upload upload = Samples.upload(tenant);
        store.uploads().insert(upload);
        ids.put("/api/v1/uploads/", upload.id().toString());
        ImageExport export = new ImageExport(
                new ExportId(UUID.randomUUID()),
                new Caller(tenant.id(), tenant.userId()),
                List.of(picture),
                api.clock.instant(),
                api.clock.instant().plus(Duration.ofDays(1)));
        store.exports().insert(export);
        ids.put("/api/v1/exports/", export.id().toString());
    }

    private void work() {
        Generation busy = Samples.full(store, tenant);
        store.generations().insert(busy);
        StoredCallback callback = Samples.callback(busy, api.clock.instant());
        store.callbacks().store(callback);
        ids.put("/api/v1/admin/callbacks/", callback.id().toString());
        store.jobs()
                .enqueue(
                        new Job("image.submit", tenant.id(), busy.id().value(), "", Priority.NORMAL),
                        Duration.ofDays(1));
        String job = store.jobs()
                .list(tenant.id(), null, PageRequest.first(1))
                .items()
                .get(0)
                .id();
        ids.put("/api/v1/admin/jobs/", job);
    }
}
