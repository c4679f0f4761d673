package dev.atelier.app.cli;

import dev.atelier.app.FirstStart;
import dev.atelier.app.Wiring;
import dev.atelier.core.audit.AuditOrigin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Does the first start without a server. */
@Command(
        name = "create-owner",
        description =
                "Creates the first owner as ATELIER_OWNER_EMAIL and _PASSWORD say; never changes one who is there.",
        mixinStandardHelpOptions = true)
final class CreateOwnerCommand implements Callable<Integer> {
    private final AtelierCommand root;

    CreateOwnerCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            FirstStart.Outcome outcome = wiring.firstStart().run(AuditOrigin.cli());
            String email = outcome.owner().user().email();
            root.out()
                    .println(
                            outcome.created()
                                    ? "Owner " + email + " created."
                                    : "Owner " + email + " was there already.");
            outcome.newPassword().ifPresent(password -> root.out().println("Password: " + password.reveal()));
            return Exit.OK;
        }
    }
}
