package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.AtelierBuilder;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.media.MediaLimits;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.upload.UploadId;
import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A whole Atelier in memory with a scripted vendor, an org with credits, and short patience. */
final class Studio implements AutoCloseable {
    static final Limits SHORT = new Limits(
            Duration.ofSeconds(20),
            Duration.ofMillis(800),
            Duration.ofMillis(50),
            PictureLimits.DEFAULT,
            MediaLimits.DEFAULT);

    final ScriptedVendor vendor = new ScriptedVendor();
    final Caller caller = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
    final Atelier atelier;

    Studio() {
        this(parts -> parts);
    }

    Studio(UnaryOperator<AtelierBuilder> change) {
        AtelierBuilder parts =
                Atelier.builder().adapter(vendor).limits(SHORT).callbackBase(URI.create("https://studio.example"));
        atelier = change.apply(parts).build().start();
        grant(1_000);
    }

    void grant(long credits) {
        atelier.store()
                .ledger()
                .deposit(
                        caller.org(),
                        EntryKind.GRANT,
                        Credits.of(credits),
                        "grant-" + UUID.randomUUID(),
                        LedgerNote.bySystem("test"));
    }

    StartCommand command(int count) {
        return command(count, List.of(), List.of());
    }

    StartCommand command(int count, List<UploadId> references, List<UploadId> products) {
        return StartCommand.prompt(caller, "a red square resting on a blue circle")
                .count(count)
                .references(references)
                .products(products)
                .seed(42L)
                .build();
    }

    GenerationId accept(StartCommand command) {
        return atelier.start(command).fold(Generation::id, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
    }

    Refusal refuse(StartCommand command) {
        return atelier.start(command)
                .fold(
                        generation -> {
                            throw new AssertionError("accepted: " + generation);
                        },
                        refusal -> refusal);
    }

    /** Runs the command to its end. */
    Generation finish(StartCommand command) {
        return finish(accept(command));
    }

    Generation finish(GenerationId id) {
        try {
            Generation ended =
                    atelier.await(caller.org(), id, Duration.ofSeconds(30)).orElseThrow();
            assertThat(ended.state().terminal()).as("ended: %s", ended).isTrue();
            assertSound();
            return ended;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    UploadId upload(Color colour) {
        try {
            Path file = Files.createTempFile("studio", ".png");
            Files.write(file, ScriptedVendor.png(40, 40, colour));
            UploadId id = atelier.uploads().store(caller, "picture.png", file).id();
            Files.delete(file);
            return id;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    long available() {
        return atelier.store().ledger().balance(caller.org()).available();
    }

    long spent() {
        return atelier.store().ledger().balance(caller.org()).spent();
    }

    List<String> events(GenerationId id) {
        List<String> types = new ArrayList<>();
        for (Event event : atelier.store().events().after(caller.org(), id, EventId.START, 1_000)) {
            types.add(event.type());
        }
        return types;
    }

    /** What must hold at all times. */
    void assertSound() {
        assertThat(atelier.store().ledger().verify()).isEmpty();
    }

    @Override
    public void close() {
        assertSound();
        atelier.close();
    }
}
