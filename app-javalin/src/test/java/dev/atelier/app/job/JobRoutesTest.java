package dev.atelier.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.app.upload.EdgeServer;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRoutesTest {
    private static final String JOBS = "/api/v1/admin/jobs";
    private EdgeServer edge;
    private Client admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        edge = new EdgeServer(folder);
        admin = edge.as(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aDeadLetterIsDrivenAgainOnceItsCauseIsGone() {
        AtomicBoolean healed = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        edge.store.jobs().start(new JobHandler() {
            @Override
            public JobResult run(Job job, int attempt) {
                if (!healed.get()) {
                    throw new IllegalStateException("out of paper");
                }
                done.incrementAndGet();
                return JobResult.done();
            }

            @Override
            public void exhausted(Job job, RuntimeException lastFailure) {}
        });
        edge.store.jobs().enqueue(job());
        JsonNode dead = onlyDead();
        assertThat(dead.path("failures").asInt()).isEqualTo(2);
        assertThat(dead.path("attempts")).hasSize(2);
        assertThat(dead.at("/attempts/0/error").asText()).contains("out of paper");
        String path = JOBS + "/" + dead.path("id").asText();
        assertThat(admin.get(path).json()).isEqualTo(dead);
        assertThat(admin.get(JOBS + "/depth").json().path("dead").asInt()).isEqualTo(1);

        healed.set(true);
        assertThat(admin.post(path + "/retry", "{}").status()).isEqualTo(202);
        await().until(() -> done.get() == 1 && admin.get(path).status() == 404);
        assertThat(admin.get(JOBS).json().path("data")).isEmpty();
        assertThat(admin.post(path + "/retry", "{}").status()).isEqualTo(404);
    }

    @Test
    void deadLettersOfOneKindAreDrivenAgainTogether() {
        AtomicBoolean healed = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        edge.store.jobs().start(new JobHandler() {
            @Override
            public JobResult run(Job job, int attempt) {
                if (!healed.get()) {
                    throw new IllegalStateException(job.detail());
                }
                done.incrementAndGet();
                return JobResult.done();
            }

            @Override
            public void exhausted(Job job, RuntimeException lastFailure) {}
        });
        OrgId org = edge.caller.org();
        for (Job job : List.of(
                job("image.submit", org, "out of paper"),
                job("image.submit", org, "out of paper"),
                job("image.submit", org, "out of ink"),
                job("image.poll", org, "out of paper"),
                job("image.submit", new OrgId(UUID.randomUUID()), "out of paper"))) {
            edge.store.jobs().enqueue(job);
        }
        await().until(() -> edge.store.jobs().depth().dead() == 5);
        healed.set(true);

        assertBulk("\"dryRun\":true", 4, 0);
        assertBulk("\"kind\":\"image.submit\",\"error\":\"of paper\",\"dryRun\":true", 2, 0);
        assertThat(done.get()).isZero();
        assertBulk("\"kind\":\"image.submit\",\"error\":\"of paper\"", 2, 2);
        await().until(() -> done.get() == 2 && edge.store.jobs().depth().dead() == 3);
        assertBulk("\"kind\":\"no.such\"", 0, 0);
        assertBulk("\"error\":\"ink\"", 1, 1);
        assertBulk("\"dryRun\":false", 1, 1);
        await().until(() -> done.get() == 4 && edge.store.jobs().depth().dead() == 1);
        assertThat(admin.post(JOBS + "/bulk", "{\"action\":\"discard\"}").status())
                .isEqualTo(400);
        assertThat(admin.post(JOBS + "/bulk", "{\"kind\":\"x\"}").status()).isEqualTo(400);
    }

    private void assertBulk(String choice, int matched, int done) {
        Answer answer = admin.post(JOBS + "/bulk", "{\"action\":\"retry\"," + choice + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("matched").asInt()).as(choice).isEqualTo(matched);
        assertThat(answer.json().path("done").asInt()).as(choice).isEqualTo(done);
    }

    private static Job job(String step, OrgId org, String words) {
        return new Job(step, org, UUID.randomUUID(), words, Priority.NORMAL);
    }

    @Test
    void drivingADeadLookAtTheVendorAgainNeverChargesAndARetryOfTheGenerationChargesOnce() throws Exception {
        AtomicBoolean healed = new AtomicBoolean();
        edge.vendor.onPoll = task -> {
            if (!healed.get()) {
                throw new IllegalStateException("a bug of the adapter");
            }
            return edge.vendor.succeed(task);
        };
        edge.atelier.start();
        GenerationId id = edge.accept();
        String path = JOBS + "/" + onlyDead().path("id").asText();
        Generation failed = edge.atelier
                .await(edge.caller.org(), id, Duration.ofSeconds(20))
                .orElseThrow();
        assertThat(failed.state()).isEqualTo(GenerationState.FAILED);

        healed.set(true);
        assertThat(admin.post(path + "/retry", "{}").status()).isEqualTo(202);
        await().until(() -> admin.get(path).status() == 404);
        assertThat(spent()).isZero();
        assertThat(edge.store.ledger().verify()).isEmpty();

        Generation again = edge.atelier.retry(edge.caller, id).orElseThrow().fold(generation -> generation, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
        Generation ended = edge.atelier
                .await(edge.caller.org(), again.id(), Duration.ofSeconds(20))
                .orElseThrow();
        assertThat(ended.state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(spent()).isEqualTo(7);
        assertThat(edge.store.ledger().verify()).isEmpty();
    }

    @Test
    void onlyDeadLettersAreDrivenAgainOrThrownAway() {
        edge.store.jobs().enqueue(job(), Duration.ofHours(1));
        String path = JOBS + "/"
                + admin.get(JOBS + "?state=waiting").json().at("/data/0/id").asText();
        assertThat(admin.post(path + "/retry", "{}").code()).isEqualTo("conflict");
        assertThat(admin.delete(path).code()).isEqualTo("conflict");
        assertThat(admin.get(path).json().path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void aDeadLetterCanBeThrownAway() {
        edge.vendor.onPoll = task -> {
            throw new IllegalStateException("a bug of the adapter");
        };
        edge.atelier.start();
        edge.accept();
        String path = JOBS + "/" + onlyDead().path("id").asText();
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.delete(path).status()).isEqualTo(404);
        assertThat(admin.get(JOBS + "?state=dead").json().path("data")).isEmpty();
    }

    @Test
    void anotherOrgsAdminFindsNothing() {
        edge.store.jobs().enqueue(job(), Duration.ofHours(1));
        String path = JOBS + "/" + admin.get(JOBS).json().at("/data/0/id").asText();
        Client stranger = edge.server.as(Role.OWNER);
        assertThat(stranger.get(JOBS).json().path("data")).isEmpty();
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.post(path + "/retry", "{}").status()).isEqualTo(404);
        assertThat(stranger.delete(path).status()).isEqualTo(404);
        assertThat(stranger.get(JOBS + "/depth").status()).isEqualTo(403);
        assertThat(edge.as(Role.EVALUATOR).get(JOBS).status()).isEqualTo(403);
        assertThat(admin.get(path).status()).isEqualTo(200);
    }

    @Test
    void senselessQuestionsAreRefused() {
        assertThat(admin.get(JOBS + "?state=lost").status()).isEqualTo(400);
        assertThat(admin.get(JOBS + "?limit=0").status()).isEqualTo(400);
        assertThat(admin.get(JOBS + "?cursor=abc").code()).isEqualTo("invalid_cursor");
        assertThat(admin.get(JOBS + "/no-such-job").status()).isEqualTo(404);
        assertThat(admin.post(JOBS + "/-1/retry", "{}").status()).isEqualTo(404);
    }

    @Test
    void jobsComeInPages() {
        for (int i = 0; i < 3; i++) {
            edge.store.jobs().enqueue(job(), Duration.ofHours(i + 1));
        }
        Answer first = admin.get(JOBS + "?limit=2");
        assertThat(first.json().path("data")).hasSize(2);
        Answer second = admin.get(
                JOBS + "?limit=2&cursor=" + first.json().path("nextCursor").asText());
        assertThat(second.json().path("data")).hasSize(1);
        assertThat(second.json().path("hasMore").asBoolean(true)).isFalse();
    }

    private JsonNode onlyDead() {
        await().until(() -> admin.get(JOBS + "?state=dead").json().path("data").size() == 1);
        return admin.get(JOBS + "?state=dead").json().at("/data/0");
    }

    private Job job() {
        return new Job("test.step", edge.caller.org(), UUID.randomUUID(), "", Priority.NORMAL);
    }

    private long spent() {
        return edge.store.ledger().balance(edge.caller.org()).spent();
    }
}
