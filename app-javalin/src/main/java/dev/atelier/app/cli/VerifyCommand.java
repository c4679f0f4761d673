package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import dev.atelier.core.credit.LedgerViolation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Checks every rule of the ledger. */
@Command(
        name = "verify",
        description = "Checks every rule over every entry of every org.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final AtelierCommand root;

    VerifyCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            List<LedgerViolation> violations = wiring.store().ledger().verify();
            violations.forEach(violation -> root.out().println(violation.subject() + ": " + violation.rule()));
            root.out()
                    .println(
                            violations.isEmpty()
                                    ? "The ledger is sound."
                                    : "The ledger breaks its rules in " + violations.size() + " place(s).");
            return violations.isEmpty() ? Exit.OK : Exit.FAILED;
        }
    }
}
