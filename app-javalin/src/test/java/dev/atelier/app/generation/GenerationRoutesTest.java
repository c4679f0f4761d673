package dev.atelier.app.generation;

import static dev.atelier.app.generation.GenerationServer.ONE_PICTURE;
import static dev.atelier.app.generation.GenerationServer.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.memory.InMemoryBlobStore;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationRoutesTest {
    private final GenerationServer api = new GenerationServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aDataUrlOfRealSizeIsTakenOnceAndAReplayLeavesNothingBehind() throws IOException {
        BufferedImage noise = new BufferedImage(1600, 1200, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int i = 0; i < 1600 * 1200; i++) {
            noise.setRGB(i % 1600, i / 1600, random.nextInt());
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(noise, "png", png);
        assertThat(png.size()).isGreaterThan(5 << 20);
        String body = "{\"prompt\":\"x\",\"imageCount\":1,\"referenceImages\":[\""
                + GenerationServer.dataUrl(png.toByteArray()) + "\"]}";
        var client = api.creator.with("Idempotency-Key", "large-1");
        Answer first = client.post(PATH, body);
        assertThat(first.status()).as(first.body()).isEqualTo(202);
        Answer again = client.post(PATH, " " + body);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(GenerationServer.idOf(again)).isEqualTo(GenerationServer.idOf(first));
        assertThat(client.post(PATH, body.replace("+", "/")).code()).isIn("idempotency_mismatch", "unprocessable");
        assertThat(api.uploads()).isEqualTo(1);
        ended(GenerationServer.idOf(first));
    }

    @Test
    void aWishWithReferencesAndProductsBecomesPictures() {
        String body = "{\"prompt\":\"a red square ☂\",\"imageCount\":2,\"referenceImages\":[\"" + api.upload(api.caller)
                + "\"],\"productImages\":[\"" + GenerationServer.dataUrl(ScriptedVendor.png(32, 32, Color.GREEN))
                + "\"],\"aspectRatio\":\"16:9\",\"quality\":\"high\",\"imageModel\":\"scripted/one\","
                + "\"seed\":7,\"priority\":\"high\"}";
        Answer answer = api.creator.post(PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        String id = GenerationServer.idOf(answer);
        assertThat(answer.header("Location")).isEqualTo(PATH + "/" + id);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.json().path("links").path("self").asText()).isEqualTo(PATH + "/" + id);
        assertThat(answer.json().path("links").path("events").asText()).isEqualTo(PATH + "/" + id + "/events");
        assertThat(answer.json().path("creditsHeld").asLong()).isEqualTo(14);

        JsonNode done = ended(id);
        assertThat(done.path("state").asText()).isEqualTo("completed");
        assertThat(done.path("stage").asText()).isEqualTo("done");
        assertThat(done.path("creditsHeld").asLong()).isZero();
        assertThat(done.path("creditsCharged").asLong()).isEqualTo(14);
        assertThat(done.path("costMicros").asLong()).isEqualTo(65_000);
        assertThat(done.path("costCents").asLong()).isEqualTo(7);
        assertThat(done.path("durationMs").isIntegralNumber()).isTrue();
        assertThat(done.path("brief").path("seed").asLong()).isEqualTo(7);
        assertThat(done.path("brief").path("productImages")).hasSize(1);
        assertThat(done.path("analyses").get(0).path("state").asText()).isEqualTo("done");
        assertThat(done.path("trials").get(0).path("promptsGiven").asInt()).isEqualTo(2);
        assertThat(done.path("tasks")).hasSize(2);
        JsonNode task = done.path("tasks").get(0);
        assertThat(task.path("state").asText()).isEqualTo("completed");
        assertThat(task.path("attempts").get(0).path("state").asText()).isEqualTo("succeeded");
        assertThat(readable(task.path("image").path("url").asText())).isTrue();
        assertThat(task.path("image").path("thumbnails"))
                .isNotEmpty()
                .allSatisfy(thumb ->
                        assertThat(readable(thumb.path("url").asText())).isTrue());
        assertThat(done.toString()).doesNotContainIgnoringCase("tokenHash");
        assertThat(api.vendor.accepted).hasSize(2);
        assertThat(api.balance().spent()).isEqualTo(14);
    }

    @Test
    void aMaskReachesTheVendorAndIsPartOfTheRecipe() throws IOException {
        byte[] holes = ScriptedVendor.png(40, 40, Color.WHITE);
        String mask = api.upload(api.caller, holes);
        JsonNode done = api.finished("{\"prompt\":\"another label\",\"imageCount\":1,\"productImages\":[\""
                + api.upload(api.caller) + "\"],\"maskUploadId\":\"" + mask + "\"}");
        assertThat(done.at("/brief/mask/uploadId").asText()).isEqualTo(mask);
        assertThat(readable(done.at("/brief/mask/url").asText())).isTrue();
        PictureInput sent = api.vendor.accepted.get(0).mask();
        assertThat(sent).isNotNull();
        try (InputStream in = sent.open()) {
            assertThat(in.readAllBytes()).isEqualTo(holes);
        }

        String self = PATH + "/" + done.path("id").asText();
        JsonNode recipe = api.creator.get(self + "/lineage").json().path("recipe");
        JsonNode again = api.finished(recipe.toString());
        assertThat(again.at("/brief/mask/uploadId").asText()).isEqualTo(mask);
        assertThat(api.finished(ONE_PICTURE).at("/brief/mask").isNull()).isTrue();
        assertThat(api.vendor.accepted.get(2).mask()).isNull();
    }

    @Test
    void aPromptMayBeTakenAsWritten() {
        String body = "{\"prompt\":\"word for word\",\"imageCount\":2,\"promptMode\":\"%s\"%s}";
        JsonNode done = api.finished(body.formatted("as_written", ""));
        assertThat(done.path("brief").path("promptMode").asText()).isEqualTo("as_written");
        assertThat(done.path("tasks").findValuesAsText("prompt")).containsExactly("word for word", "word for word");
        assertThat(api.vendor.questions).isEmpty();

        Answer refused = api.creator.post(
                PATH, body.formatted("as_written", ",\"referenceImages\":[\"" + api.upload(api.caller) + "\"]"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/referenceImages");
        assertThat(api.creator.post(PATH, body.formatted("by_a_poet", "")).status())
                .isEqualTo(400);
    }

    @Test
    void whoPrefersToWaitGetsTheResult() {
        Answer answer = api.creator.with("Prefer", "respond-async, wait=15").post(PATH, ONE_PICTURE);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait");
        assertThat(answer.header("Location")).isEqualTo(PATH + "/" + GenerationServer.idOf(answer));
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(answer.json()
                        .path("tasks")
                        .get(0)
                        .path("image")
                        .path("widthPx")
                        .asInt())
                .isEqualTo(48);
    }

    @Test
    void whoWaitsTooShortlyGetsAReceipt() {
        CountDownLatch slow = new CountDownLatch(1);
        api.vendor.onPoll = task -> {
            if (slow.getCount() > 0) {
                return new TaskProgress.Running(Duration.ofMillis(20));
            }
            return api.vendor.succeed(task);
        };
        Answer answer = api.creator.with("Prefer", "wait=1").post(PATH, ONE_PICTURE);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEmpty();
        Answer running = api.creator.get(PATH + "/" + GenerationServer.idOf(answer));
        assertThat(running.header("Retry-After")).isEqualTo("2");
        assertThat(running.json().path("state").asText()).isEqualTo("processing");
        assertThat(running.json().path("creditsHeld").asLong()).isEqualTo(7);
        slow.countDown();
        assertThat(ended(GenerationServer.idOf(answer)).path("state").asText()).isEqualTo("completed");
    }

    @Test
    void whoWaitsGetsAReceiptWhenTheServerStops() {
        CountDownLatch polled = new CountDownLatch(1);
        api.vendor.onPoll = task -> {
            polled.countDown();
            return new TaskProgress.Running(Duration.ofMillis(20));
        };
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                () -> api.creator.with("Prefer", "wait=30").post(PATH, ONE_PICTURE));
        hold(polled);
        long begin = System.nanoTime();
        api.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        Answer answer = waiting.join();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).startsWith(PATH);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        String self = PATH + "/" + api.finished(ONE_PICTURE).path("id").asText();
        String tag = api.creator.get(self).header("ETag");
        assertThat(tag).matches("\"[0-9]+\\.[0-9]+\"");
        Answer same = api.creator.with("If-None-Match", "\"other\", W/" + tag).get(self);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(api.creator.with("If-None-Match", "\"1\"").get(self).status())
                .isEqualTo(200);
    }

    @Test
    void listsAreFilteredAndPaged() {
        String first = api.finished(ONE_PICTURE).path("id").asText();
        String second = api.finished(ONE_PICTURE).path("id").asText();
        Answer page = api.creator.get(PATH + "?limit=1");
        assertThat(page.json().path("data")).hasSize(1);
        assertThat(page.json().path("data").get(0).path("id").asText()).isEqualTo(second);
        assertThat(readable(page.json().path("data").get(0).path("thumbnailUrl").asText()))
                .isTrue();
        Answer rest = api.creator.get(
                PATH + "?limit=1&cursor=" + page.json().path("nextCursor").asText());
        assertThat(rest.json().path("data").get(0).path("id").asText()).isEqualTo(first);
        assertThat(count("?state=completed")).isEqualTo(2);
        assertThat(count("?state=failed")).isZero();
        assertThat(count("?model=scripted/one&user=" + api.caller.user())).isEqualTo(2);
        assertThat(count("?user=" + UUID.randomUUID())).isZero();
        assertThat(count("?createdFrom=2099-01-01T00:00:00Z")).isZero();
        assertThat(count("?createdBefore=2099-01-01T00:00:00Z")).isEqualTo(2);
        for (String bad : new String[] {"state=odd", "user=7", "createdFrom=yesterday", "limit=0", "cursor=x"}) {
            assertThat(api.creator.get(PATH + "?" + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void cancelGivesBackWhatWasNotSent() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        api.vendor.onChat = request -> {
            asked.countDown();
            hold(go);
            return ScriptedVendor.write(request);
        };
        String id = GenerationServer.idOf(api.creator.post(PATH, ONE_PICTURE));
        hold(asked);
        Answer cancelled = api.creator.post(PATH + "/" + id + "/cancel", null);
        go.countDown();
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.header("Atelier-Credits-Charged")).isEqualTo("0");
        assertThat(cancelled.json().path("state").asText()).isEqualTo("cancelled");
        assertThat(cancelled.json().path("creditsHeld").asLong()).isZero();
        JsonNode failure = cancelled.json().path("tasks").get(0).path("failure");
        assertThat(failure.path("code").asText()).isEqualTo("cancelled");
        assertThat(failure.path("charged").asBoolean()).isFalse();
        assertThat(api.balance().available()).isEqualTo(1_000);
        assertThat(api.creator.post(PATH + "/" + id + "/cancel", "{}").status()).isEqualTo(200);
        assertThat(api.vendor.accepted).isEmpty();
    }

    @Test
    void cancelBringsHomeWhatTheVendorHas() {
        CountDownLatch release = new CountDownLatch(1);
        api.vendor.onPoll = task ->
                release.getCount() > 0 ? new TaskProgress.Running(Duration.ofMillis(20)) : api.vendor.succeed(task);
        String id = GenerationServer.idOf(api.creator.post(PATH, ONE_PICTURE));
        await().until(() ->
                api.creator.get(PATH + "/" + id).json().path("stage").asText().equals("generating"));
        Answer cancelled = api.creator.post(PATH + "/" + id + "/cancel", "{}");
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.header("Retry-After")).isEqualTo("2");
        assertThat(cancelled.header("Atelier-Credits-Charged")).isEqualTo("0");
        assertThat(cancelled.json().path("creditsHeld").asLong()).isEqualTo(7);
        assertThat(cancelled.json().path("cancelRequested").asBoolean()).isTrue();
        assertThat(api.creator.post(PATH + "/" + id + "/cancel", "{}").status())
                .as("asked again")
                .isEqualTo(202);
        release.countDown();
        assertThat(ended(id).path("creditsCharged").asLong()).isEqualTo(7);
        Answer late = api.creator.post(PATH + "/" + id + "/cancel", "{}");
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.header("Atelier-Credits-Charged")).isEqualTo("7");
    }

    @Test
    void whatFailedIsMadeAgainOnce() {
        AtomicInteger polls = new AtomicInteger();
        api.vendor.onPoll = task -> polls.getAndIncrement() == 0
                ? new TaskProgress.Failed(FailureKind.VENDOR_FAILED, "no", VendorCost.UNTOLD)
                : api.vendor.succeed(task);
        JsonNode partial = api.finished("{\"prompt\":\"two\",\"imageCount\":2}");
        assertThat(partial.path("state").asText()).isEqualTo("partial");
        assertThat(partial.path("creditsCharged").asLong()).isEqualTo(7);
        String self = PATH + "/" + partial.path("id").asText();
        Client keyed = api.creator.with("Idempotency-Key", "again", "Prefer", "wait=15");
        Answer retried = keyed.post(self + "/retry", "{}");
        assertThat(retried.status()).as(retried.body()).isEqualTo(201);
        assertThat(retried.json().path("state").asText()).isEqualTo("completed");
        assertThat(retried.json().path("creditsCharged").asLong()).isEqualTo(14);
        assertThat(keyed.post(self + "/retry", "{}").header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(api.balance().spent()).isEqualTo(14);
        Answer nothing = api.creator.post(self + "/retry", "{}");
        assertThat(nothing.code()).isEqualTo("conflict");
        assertThat(nothing.json().path("charged").asBoolean()).isFalse();
        assertThat(api.creator.post(self + "/retry", "{\"provider\":\"x\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aRunningGenerationIsNotRetried() {
        CountDownLatch go = new CountDownLatch(1);
        api.vendor.onChat = request -> {
            hold(go);
            return ScriptedVendor.write(request);
        };
        String self = PATH + "/" + GenerationServer.idOf(api.creator.post(PATH, ONE_PICTURE));
        assertThat(api.creator.post(self + "/retry", null).code()).isEqualTo("conflict");
        go.countDown();
    }

    @Test
    void theStoryTellsHowAPictureCameToBe() {
        JsonNode done = api.finished("{\"prompt\":\"two\",\"imageCount\":2,\"seed\":40,\"productImages\":[\""
                + api.upload(api.caller) + "\"]}");
        String self = PATH + "/" + done.path("id").asText();
        JsonNode lineage = api.creator.get(self + "/lineage").json();
        assertThat(lineage.path("story").findValuesAsText("what"))
                .startsWith("accepted")
                .endsWith("completed")
                .contains("started", "sent", "taken", "attempt_succeeded", "image_completed");
        assertThat(lineage.path("ledger").findValuesAsText("kind")).containsExactly("hold", "capture", "capture");
        JsonNode again = api.finished(lineage.path("recipe").toString());
        assertThat(again.path("brief").path("seed").asLong()).isEqualTo(40);
    }

    @Test
    void anotherOrgFindsNothing() {
        JsonNode done = api.finished(ONE_PICTURE);
        String self = PATH + "/" + done.path("id").asText();
        Caller stranger = GenerationServer.caller();
        Client other = api.server.as(stranger.org(), stranger.user(), Role.OWNER);
        for (String path : new String[] {self, self + "/lineage"}) {
            assertThat(other.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(other.post(self + "/cancel", "{}").status()).isEqualTo(404);
        assertThat(other.post(self + "/retry", "{}").status()).isEqualTo(404);
        assertThat(other.get(PATH).json().path("data")).isEmpty();
        assertThat(api.creator.get(PATH + "/7").status()).isEqualTo(404);
    }

    @Test
    void viewersLookAndCreatorsAsk() {
        Client viewer = api.server.as(api.caller.org(), api.caller.user(), Role.VIEWER);
        String id = api.finished(ONE_PICTURE).path("id").asText();
        assertThat(viewer.get(PATH + "/" + id).status()).isEqualTo(200);
        assertThat(viewer.post(PATH, ONE_PICTURE).status()).isEqualTo(403);
        assertThat(viewer.post(PATH + "/" + id + "/retry", "{}").status()).isEqualTo(403);
        assertThat(viewer.post(PATH + "/" + id + "/cancel", "{}").status()).isEqualTo(403);
        assertThat(api.server.anonymous().get(PATH).status()).isEqualTo(401);
    }

    private JsonNode ended(String id) {
        return await().atMost(Duration.ofSeconds(15))
                .until(
                        () -> api.creator.get(PATH + "/" + id).json(),
                        json -> !json.path("completedAt").isNull());
    }

    private int count(String query) {
        return api.creator.get(PATH + query).json().path("data").size();
    }

    private boolean readable(String url) {
        return ((InMemoryBlobStore) api.atelier.blobs())
                .openSigned(URI.create(url))
                .isPresent();
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
