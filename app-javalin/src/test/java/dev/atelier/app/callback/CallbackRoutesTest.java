package dev.atelier.app.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.app.upload.EdgeServer;
import dev.atelier.core.account.Role;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.provider.TaskProgress;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CallbackRoutesTest {
    private final AtomicReference<URI> url = new AtomicReference<>();
    private final AtomicBoolean ready = new AtomicBoolean();
    private EdgeServer edge;
    private Client vendor;
    private Client admin;
    private GenerationId generation;
    private String path;
    private String token;

    /** A generation whose only task waits for the vendor to ring: the next poll of its own is half a minute away. */
    @BeforeEach
    void start(@TempDir Path folder) {
        edge = new EdgeServer(folder);
        vendor = edge.server.anonymous().with("Content-Type", "application/json");
        admin = edge.as(Role.ADMIN);
        edge.vendor.callsBack = true;
        edge.vendor.onSubmit = order -> {
            url.set(order.callbackUrl());
            return edge.vendor.accept(order);
        };
        edge.vendor.onPoll =
                task -> ready.get() ? edge.vendor.succeed(task) : new TaskProgress.Running(Duration.ofSeconds(30));
        edge.atelier.start();
        generation = edge.accept();
        await().until(() -> url.get() != null);
        path = EdgeServer.local(url.get().toString());
        token = path.substring(path.lastIndexOf('/') + 1);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aRingMakesUsAskTheVendorAndTheSameOneIsTakenOnce() {
        ready.set(true);
        assertThat(ring("{\"state\":\"success\"}").status()).isEqualTo(204);
        await().until(() -> state() == GenerationState.COMPLETED);
        assertThat(ring("{\"state\":\"success\"}").status()).isEqualTo(200);
        assertThat(edge.store.ledger().balance(edge.caller.org()).spent()).isEqualTo(7);
        assertThat(edge.store.ledger().verify()).isEmpty();
    }

    @Test
    void theDoorByTaskTakesTheSameToken() {
        ready.set(true);
        assertThat(vendor.post(byTask(taskId(), token), "{}").status()).isEqualTo(204);
        assertThat(vendor.post(path, "{}").status()).as("one inbox").isEqualTo(200);
        await().until(() -> state() == GenerationState.COMPLETED);
    }

    @Test
    void whateverFitsNothingGetsOneAnswer() {
        String unknown = vendor.post("/api/v1/callbacks/scripted/" + "x".repeat(43), "{}")
                .body();
        for (String wrong : new String[] {
            "/api/v1/callbacks/other/" + token,
            "/api/v1/callbacks/scripted/" + token + "x",
            "/api/v1/callbacks/NO_SLUG!/" + token,
            byTask(UUID.randomUUID().toString(), token),
            byTask("no-id", token),
            byTask(taskId(), "x"),
            byTask(taskId(), token) + "&token=" + token,
            byTask(taskId(), token).replaceFirst("\\?.*", "")
        }) {
            Answer answer = vendor.post(wrong, "{}");
            assertThat(answer.status()).as(wrong).isEqualTo(404);
            assertThat(answer.body()).doesNotContain(token);
            assertThat(answer.body()).as(wrong).isEqualTo(unknown);
        }
        assertThat(admin.get("/api/v1/admin/callbacks").json().path("data")).isEmpty();
    }

    @Test
    void anyTypeIsTakenButNoFormAndNoForgery() {
        assertThat(edge.server
                        .anonymous()
                        .with("Content-Type", "text/plain")
                        .post(path, "hello")
                        .status())
                .isEqualTo(204);
        assertThat(edge.server
                        .anonymous()
                        .sendRaw("POST", path, BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(vendor.with("X-Forged", "1").post(path, "{}").status()).isEqualTo(401);
        assertThat(edge.server
                        .anonymous()
                        .with("Content-Type", "multipart/form-data; boundary=x")
                        .post(path, "--x--")
                        .status())
                .isEqualTo(415);
        assertThat(admin.get("/api/v1/admin/callbacks").json().path("data")).hasSize(2);
    }

    @Test
    void aBodyBeyond256KilobytesIsRefusedBeforeTheTokenIsLookedAt() {
        assertThat(ring("x".repeat(256 * 1024 + 1)).status()).isEqualTo(413);
        assertThat(vendor.post("/api/v1/callbacks/scripted/nobody", "x".repeat(256 * 1024 + 1))
                        .status())
                .isEqualTo(413);
        assertThat(ring("x".repeat(256 * 1024)).status()).isEqualTo(204);
    }

    @Test
    void theInboxShowsWhatCameWithoutSecrets() {
        String echo = "{\"callBackUrl\":\"" + url.get() + "\"}";
        vendor.with("X-Vendor-Token", "hush", "X-Trace", "t-1").post(path, echo);
        Answer list = admin.get("/api/v1/admin/callbacks?processed=false&limit=1");
        JsonNode row = list.json().path("data").path(0);
        assertThat(row.path("generationId").asText()).isEqualTo(generation.toString());
        assertThat(row.path("taskId").asText()).isEqualTo(taskId());
        assertThat(row.path("provider").asText()).isEqualTo("scripted");
        assertThat(row.path("trust").asText()).isEqualTo("unsigned");
        assertThat(admin.get("/api/v1/admin/callbacks?processed=true").json().path("data"))
                .isEmpty();
        assertThat(admin.get("/api/v1/admin/callbacks?processed=maybe").status())
                .isEqualTo(400);

        Answer one = admin.get("/api/v1/admin/callbacks/" + row.path("id").asText());
        assertThat(one.json().path("body").asText()).contains("/scripted/***");
        assertThat(one.json().path("headers").path("x-trace").asText()).isEqualTo("t-1");
        assertThat(one.body()).doesNotContain(token).doesNotContain("hush");
    }

    @Test
    void aReplayAsksTheVendorAgain() {
        ring("{\"state\":\"waiting\"}");
        String id = admin.get("/api/v1/admin/callbacks").json().at("/data/0/id").asText();
        // The ring itself has been answered with "still running"; nothing but the replay asks again soon.
        await().until(() -> edge.store.jobs().depth().running() == 0
                && edge.store.jobs().depth().oldestDue().isZero());
        assertThat(state()).isEqualTo(GenerationState.PROCESSING);
        ready.set(true);
        assertThat(edge.as(Role.CREATOR)
                        .post("/api/v1/admin/callbacks/" + id + "/replay", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(admin.post("/api/v1/admin/callbacks/" + id + "/replay", "{}").status())
                .isEqualTo(202);
        await().until(() -> state() == GenerationState.COMPLETED);
        assertThat(admin.post("/api/v1/admin/callbacks/" + id + "/replay", "{}").status())
                .isEqualTo(202);
        await().until(() -> edge.store.jobs().depth().running() == 0);
        assertThat(edge.store.ledger().balance(edge.caller.org()).spent()).isEqualTo(7);
    }

    @Test
    void anotherOrgsAdminFindsNothing() {
        ring("{}");
        String id = admin.get("/api/v1/admin/callbacks").json().at("/data/0/id").asText();
        Client stranger = edge.server.as(Role.OWNER);
        assertThat(stranger.get("/api/v1/admin/callbacks").json().path("data")).isEmpty();
        assertThat(stranger.get("/api/v1/admin/callbacks/" + id).status()).isEqualTo(404);
        assertThat(stranger.post("/api/v1/admin/callbacks/" + id + "/replay", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.get("/api/v1/admin/callbacks/7").status()).isEqualTo(404);
        assertThat(edge.as(Role.CREATOR).get("/api/v1/admin/callbacks").status())
                .isEqualTo(403);
    }

    @Test
    void noLogLineHoldsTheToken() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.atelier");
        Level before = ours.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        ours.setLevel(Level.TRACE);
        try {
            ring("{}");
            ring("{}");
            vendor.with("X-Forged", "1").post(path, "{}");
            vendor.post("/api/v1/callbacks/other/" + token, "{}");
            vendor.post(byTask("no-id", token), "{}");
            ring("x".repeat(256 * 1024 + 1));
            assertThat(chunked(300_000).status()).isEqualTo(413);
            assertThat(chunked(2_000_000).status()).isEqualTo(413);
            edge.server
                    .anonymous()
                    .with("Content-Type", "multipart/form-data; boundary=x")
                    .sendRaw("POST", path, huge(2_000_000));
            vendor.get(path);
            await().until(() -> lines.list.stream().filter(this::isAccess).count() >= 9);
            assertThat(lines.list)
                    .allSatisfy(line -> assertThat(
                                    line.getFormattedMessage() + line.getKeyValuePairs() + line.getMDCPropertyMap())
                            .doesNotContain(token));
            assertThat(lines.list.stream().filter(this::isAccess).map(line -> String.valueOf(line.getKeyValuePairs())))
                    .anyMatch(line -> line.contains("/api/v1/callbacks/{provider}/{token}"));
        } finally {
            root.detachAppender(lines);
            ours.setLevel(before);
        }
    }

    private boolean isAccess(ILoggingEvent line) {
        return line.getLoggerName().equals("dev.atelier.access");
    }

    private Answer ring(String body) {
        return vendor.post(path, body);
    }

    private Answer chunked(int bytes) {
        return vendor.sendRaw("POST", path, huge(bytes));
    }

    private static BodyPublisher huge(int bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
    }

    private static String byTask(String task, String token) {
        return "/api/v1/webhooks/provider-callback/" + task + "?token=" + token;
    }

    private String taskId() {
        return stored().tasks().get(0).id().toString();
    }

    private GenerationState state() {
        return stored().state();
    }

    private Generation stored() {
        return edge.atelier.generation(edge.caller.org(), generation).orElseThrow();
    }
}
