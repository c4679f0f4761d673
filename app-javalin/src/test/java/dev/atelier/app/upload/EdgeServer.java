package dev.atelier.app.upload;

import dev.atelier.app.callback.CallbackRoutes;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.app.job.JobRoutes;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.job.RetrySchedule;
import dev.atelier.core.media.MediaLimits;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.secret.Secret;
import dev.atelier.storage.BlobStores;
import dev.atelier.storage.LocalBlobLinks;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** A whole Atelier with a scripted vendor and a local folder, behind the routes of uploads, files, callbacks and jobs. */
public final class EdgeServer implements AutoCloseable {
    /** Files up to 200,000 bytes. */
    public static final PictureLimits PICTURES = new PictureLimits(200_000, 40_000_000, 12_000);

    private static final URI BASE = URI.create("https://studio.example");
    private static final Secret KEY = Secret.of("k".repeat(32));

    public final SettableClock clock = SettableClock.running();
    public final ScriptedVendor vendor = new ScriptedVendor();
    public final InMemoryStore store = new InMemoryStore(
            clock, new RetrySchedule(2, Duration.ofMillis(1), Duration.ofMillis(1)), new Random(1), 4);
    public final BlobStore blobs;
    public final Atelier atelier;
    public final TestServer server;
    public final Samples.Tenant tenant;
    public final Caller caller;

    public EdgeServer(Path folder) {
        blobs = BlobStores.local(folder, BASE, KEY, clock);
        atelier = Atelier.builder()
                .adapter(vendor)
                .store(store)
                .blobs(blobs)
                .clock(clock)
                .callbackBase(BASE)
                .limits(new Limits(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(50),
                        PICTURES,
                        MediaLimits.DEFAULT))
                .build();
        tenant = Samples.tenant(store);
        caller = new Caller(tenant.id(), tenant.userId());
        store.ledger().deposit(tenant.id(), EntryKind.GRANT, Credits.of(1_000), "grant", LedgerNote.bySystem("test"));
        Paging paging = new Paging(new byte[32]);
        server = TestServer.with(
                new UploadRoutes(store.uploads(), atelier.uploads(), blobs, PICTURES, paging, clock),
                new LocalFileRoutes(new LocalBlobLinks(BASE, KEY, clock), blobs, PICTURES.maxBytes(), clock),
                new CallbackRoutes(store, atelier.callbacks(), paging),
                new JobRoutes(store.jobs(), paging, new Operators(store.accounts())));
    }

    /** Somebody of the org with the credits. */
    public Client as(Role role) {
        return server.as(caller.org(), caller.user(), role);
    }

    /** Accepts a generation of one picture. */
    public GenerationId accept() {
        StartCommand command =
                StartCommand.prompt(caller, "a red square").seed(42L).build();
        return atelier.start(command).fold(Generation::id, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
    }

    /** Path and query of a link of ours. */
    public static String local(String url) {
        URI link = URI.create(url);
        return link.getRawPath() + (link.getRawQuery() == null ? "" : "?" + link.getRawQuery());
    }

    /** Sends a form with this one file in a field. */
    public static Answer sendFile(Client client, String field, String filename, byte[] bytes) {
        return form(client, part(field, filename, bytes));
    }

    /** Sends a form of these parts. */
    public static Answer form(Client client, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        body.writeBytes("--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
        return client.with("Content-Type", "multipart/form-data; boundary=frontier")
                .sendRaw("POST", "/api/v1/uploads", BodyPublishers.ofByteArray(body.toByteArray()));
    }

    /** One part of a form. */
    public static byte[] part(String field, String filename, byte[] bytes) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--frontier\r\nContent-Disposition: form-data; name=\"" + field + "\""
                        + (filename.isEmpty() ? "" : "; filename=\"" + filename + "\"")
                        + "\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(bytes);
        part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }

    @Override
    public void close() {
        server.close();
        atelier.close();
    }
}
