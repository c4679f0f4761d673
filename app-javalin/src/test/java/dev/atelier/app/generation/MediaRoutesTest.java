package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.ScriptedMedia;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Films, voices and texts through their routes; one server for all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MediaRoutesTest {
    private final ScriptedMedia media = new ScriptedMedia();
    private final ScriptedVendor vendor = new ScriptedVendor();
    private final Caller caller = GenerationServer.caller();
    private final Atelier atelier =
            Atelier.builder().adapter(vendor).adapter(media).build();
    private final Idempotency idempotency =
            new Idempotency(atelier.store().transactions(), atelier.store().idempotency(), Clock.systemUTC());
    private final TestServer server = TestServer.with(
            new GenerationRoutes(atelier, idempotency, new Paging(new byte[32]), Clock.systemUTC()),
            new MediaRoutes(atelier, idempotency, Clock.systemUTC()),
            new TextRoutes(atelier, idempotency, Clock.systemUTC()));
    private final Client creator = server.as(caller.org(), caller.user(), Role.CREATOR);
    private final Client patient = creator.with("Prefer", "wait=10");

    @BeforeAll
    void start() {
        atelier.start();
        atelier.store()
                .ledger()
                .deposit(caller.org(), EntryKind.GRANT, Credits.of(1_000), "grant", LedgerNote.bySystem("test"));
    }

    @AfterAll
    void stop() {
        server.close();
        atelier.close();
    }

    @Test
    void aFilmComesWithItsShape() {
        Answer answer = patient.post("/api/v1/videos", "{\"prompt\":\"it turns\",\"seconds\":8}");
        assertThat(answer.status()).isEqualTo(201);
        JsonNode film = answer.json();
        assertThat(film.path("type").asText()).isEqualTo("video");
        assertThat(film.path("brief").path("seconds").asInt()).isEqualTo(8);
        JsonNode output = film.path("tasks").get(0).path("output");
        assertThat(output.path("mediaType").asText()).isEqualTo("image/gif");
        assertThat(output.path("widthPx").asInt()).isEqualTo(48);
        assertThat(output.path("durationSeconds").asDouble()).isEqualTo(1.0);
        assertThat(output.path("posterUrl").asText()).isNotBlank();
        JsonNode lineage = creator.get("/api/v1/generations/" + film.path("id").asText() + "/lineage")
                .json();
        assertThat(lineage.path("recipe").path("prompt").asText()).isEqualTo("it turns");
        assertThat(lineage.path("story").findValuesAsText("what")).contains("video_completed");
        assertThat(creator.post("/api/v1/videos", lineage.path("recipe").toString())
                        .status())
                .as("the recipe makes it again")
                .isEqualTo(202);
    }

    @Test
    void aVoiceHasALengthAndNoSize() {
        Answer answer = patient.post("/api/v1/speech", "{\"text\":\"It does not drip.\",\"voice\":\"grace\"}");
        assertThat(answer.status()).isEqualTo(201);
        JsonNode output = answer.json().path("tasks").get(0).path("output");
        assertThat(output.path("mediaType").asText()).isEqualTo("audio/wav");
        assertThat(output.path("durationSeconds").asDouble()).isEqualTo(1.5);
        assertThat(output.path("widthPx").isNull()).isTrue();
        assertThat(output.path("posterUrl").isNull()).isTrue();
    }

    @Test
    void aTextIsWrittenForWhoeverWaitsOrComesBack() {
        Answer answer =
                patient.post("/api/v1/texts", "{\"prompt\":\"write exactly 2 names\",\"system\":\"Be brief.\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("output").path("text").asText()).startsWith("[\"prompt number 0");
        Answer receipt = creator.post("/api/v1/texts", "{\"prompt\":\"one name\"}");
        assertThat(receipt.status()).isEqualTo(202);
        assertThat(receipt.json().path("type").asText()).isEqualTo("text");
        String address = receipt.json().path("links").path("self").asText();
        org.awaitility.Awaitility.await()
                .until(() -> creator.get(address).json().path("state").asText().equals("completed"));
        assertThat(creator.post("/api/v1/texts", "{\"prompt\":\" \"}").json().findValuesAsText("pointer"))
                .containsExactly("/prompt");
    }

    @Test
    void whatCannotBeDoneSaysWhatCan() {
        Answer refused = creator.post("/api/v1/videos", "{\"prompt\":\"x\",\"seconds\":5,\"count\":9}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("charged").asBoolean()).isFalse();
        JsonNode errors = refused.json().path("errors");
        assertThat(errors.findValuesAsText("pointer")).containsExactly("/count", "/seconds");
        assertThat(errors.get(1).path("allowed").toString()).isEqualTo("[4,8]");
        Answer voice = creator.post("/api/v1/speech", "{\"text\":\"x\",\"voice\":\"bob\"}");
        assertThat(voice.json().path("errors").get(0).path("allowed").toString())
                .isEqualTo("[\"ada\",\"grace\"]");
        assertThat(creator.post("/api/v1/videos", "{\"prompt\":\"x\",\"imageCount\":1}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void oneKeyMakesOneFilm() {
        Client keyed = creator.with("Idempotency-Key", "film-once");
        String first = keyed.post("/api/v1/videos", "{\"prompt\":\"once\"}")
                .json()
                .path("id")
                .asText();
        Answer again = keyed.post("/api/v1/videos", "{\"prompt\":\"once\"}");
        assertThat(again.json().path("id").asText()).isEqualTo(first);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aFilmIsListedRetriedAndCancelledAsAPictureIs() {
        media.onSubmit = reference -> {
            throw new ProviderFailure(new ProviderId("scripted-film"), FailureKind.CONTENT_REFUSED, "no");
        };
        JsonNode failed =
                patient.post("/api/v1/videos", "{\"prompt\":\"again\"}").json();
        media.onSubmit = media::accept;
        assertThat(failed.path("state").asText()).isEqualTo("failed");
        String address = failed.path("links").path("self").asText();
        Answer retried = patient.post(address + "/retry", "{}");
        assertThat(retried.json().path("state").asText()).isEqualTo("completed");
        assertThat(creator.post(address + "/cancel", "{}").status()).isEqualTo(200);
        JsonNode listed = creator.get("/api/v1/generations?type=video").json().path("data");
        assertThat(listed)
                .isNotEmpty()
                .allMatch(one -> one.path("type").asText().equals("video"));
        assertThat(listed.findValuesAsText("id")).contains(failed.path("id").asText());
    }
}
