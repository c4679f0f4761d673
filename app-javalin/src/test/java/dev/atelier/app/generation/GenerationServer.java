package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.gallery.ExportRoutes;
import dev.atelier.app.gallery.ImageRoutes;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.media.MediaLimits;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.shared.Ids;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

/** The routes of generations and of their pictures on a whole Atelier in memory, with a scripted vendor and an org that has 1,000 credits. */
public final class GenerationServer implements AutoCloseable {
    public static final String PATH = "/api/v1/generations";
    public static final String ONE_PICTURE = "{\"prompt\":\"a red square\",\"imageCount\":1}";

    public final ScriptedVendor vendor = new ScriptedVendor();
    public final Caller caller = caller();
    public final Atelier atelier = Atelier.builder()
            .adapter(vendor)
            .limits(new Limits(
                    Duration.ofSeconds(20),
                    Duration.ofMillis(800),
                    Duration.ofMillis(50),
                    PictureLimits.DEFAULT,
                    MediaLimits.DEFAULT))
            .build();
    public final TestServer server = TestServer.with(
            new GenerationRoutes(
                    atelier,
                    new Idempotency(
                            atelier.store().transactions(), atelier.store().idempotency(), Clock.systemUTC()),
                    new Paging(new byte[32]),
                    Clock.systemUTC()),
            new JobDoorRoutes(
                    atelier,
                    new Idempotency(
                            atelier.store().transactions(), atelier.store().idempotency(), Clock.systemUTC()),
                    Clock.systemUTC()),
            new EstimateRoutes(atelier),
            new ImageRoutes(atelier, new Paging(new byte[32]), Clock.systemUTC()),
            new ExportRoutes(
                    atelier,
                    new Idempotency(
                            atelier.store().transactions(), atelier.store().idempotency(), Clock.systemUTC()),
                    Ids.timeOrdered(Clock.systemUTC()),
                    Clock.systemUTC()));
    public final Client creator = server.as(caller.org(), caller.user(), Role.CREATOR);

    public GenerationServer() {
        atelier.start();
        grant(caller.org(), 1_000);
    }

    public static Caller caller() {
        return new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
    }

    public void grant(OrgId org, long credits) {
        atelier.store()
                .ledger()
                .deposit(
                        org,
                        EntryKind.GRANT,
                        Credits.of(credits),
                        "grant-" + UUID.randomUUID(),
                        LedgerNote.bySystem("test"));
    }

    public Balance balance() {
        return atelier.store().ledger().balance(caller.org());
    }

    /** A picture of 40 by 40 in the store; its id. */
    public String upload(Caller who) {
        return upload(who, ScriptedVendor.png(40, 40, Color.BLUE));
    }

    public String upload(Caller who, byte[] picture) {
        try {
            Path file = Files.createTempFile("generation-server", ".png");
            Files.write(file, picture);
            String id = atelier.uploads().store(who, "picture.png", file).id().toString();
            Files.delete(file);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many uploads the org has, 50 at most. */
    int uploads() {
        return atelier.store()
                .uploads()
                .list(caller.org(), dev.atelier.core.shared.PageRequest.first(50))
                .items()
                .size();
    }

    static String dataUrl(byte[] bytes) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** Posts and waits for the end. */
    public JsonNode finished(String body) {
        Answer answer = creator.with("Prefer", "wait=15").post(PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    static String idOf(Answer answer) {
        return answer.json().path("id").asText();
    }

    @Override
    public void close() {
        server.close();
        assertThat(atelier.store().ledger().verify()).isEmpty();
        atelier.close();
    }
}
