package dev.atelier.providers.docs;

import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.providers.sandbox.SandboxProviderFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

final class HelloPicture {
    private HelloPicture() {}

    // snippet: hello
    static Generation paint(Path folder) throws Exception {
        try (Atelier atelier =
                Atelier.builder().adapter(new SandboxProviderFactory()).build().start()) {
            Caller me = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
            atelier.store()
                    .ledger()
                    .deposit(me.org(), EntryKind.GRANT, Credits.of(10), "welcome", LedgerNote.bySystem("welcome"));

            StartCommand wish = StartCommand.prompt(me, "a red square resting on a blue circle")
                    .count(2)
                    .seed(42L)
                    .build();
            Generation done = atelier.generate(wish, Duration.ofMinutes(1));

            for (ImageTask task : done.tasks()) {
                atelier.save(task.output(), folder.resolve(task.index() + ".png"));
            }
            return done;
        }
    }
    // end
}
