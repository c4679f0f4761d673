package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.secret.RewrapSecrets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Wraps every sealed secret with the current master key; the secrets themselves are not opened. Servers may run meanwhile. */
@Command(
        name = "rotate",
        description = "Re-wraps every sealed secret with the current master key, the first of"
                + " PROVIDER_KEY_ENCRYPTION_SECRET; the others may be dropped afterwards. Servers may run meanwhile.",
        mixinStandardHelpOptions = true)
final class RotateCommand implements Callable<Integer> {
    private final AtelierCommand root;

    RotateCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            int own = wiring.rewrapInstallationSecrets();
            RewrapSecrets.Report report = new RewrapSecrets(wiring.store(), wiring.secretBox()).run();
            report.unreadable()
                    .forEach(what -> root.err()
                            .println(what + ": a secret does not open with the keys given; it was left as it is."));
            int moved = own + report.moved();
            record(wiring, moved);
            root.out().println(moved + " secret(s) re-wrapped.");
            return report.unreadable().isEmpty() ? Exit.OK : Exit.FAILED;
        }
    }

    // At the end: each secret is wrapped in a transaction of its own.
    private static void record(Wiring wiring, int moved) {
        if (moved > 0 && wiring.store().accounts().hasOwner()) {
            wiring.changes()
                    .record(
                            wiring.firstStart().owner().org(),
                            AuditOrigin.cli(),
                            AuditChange.made(
                                    AuditAction.MASTER_KEY_ROTATED,
                                    new AuditSubject("master_key", "current", "Master key"),
                                    AuditDetails.NONE.with("rewrapped", moved)));
        }
    }
}
