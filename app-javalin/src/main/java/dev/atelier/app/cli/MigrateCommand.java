package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the tables up to date and ends; for a deployment that does it before the servers start. */
@Command(name = "migrate", description = "Brings the tables up to date.", mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    private final AtelierCommand root;

    MigrateCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            boolean answers = wiring.databaseReachable();
            root.out().println(answers ? "The tables are up to date." : "The database stopped answering.");
            return answers ? Exit.OK : Exit.FAILED;
        }
    }
}
