package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import dev.atelier.app.BlackedOut;
import dev.atelier.app.Wiring;
import dev.atelier.app.diagnosis.Diagnostics;
import dev.atelier.app.diagnosis.Finding;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Checks a configuration against the world; every call that it makes is free. */
@Command(
        name = "doctor",
        description = "Checks database, clock, pictures, keys, owner, ledger, vendors, jobs and port; costs nothing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final AtelierCommand root;
    private int bad;

    DoctorCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AppConfig config = root.config();
        try (Wiring wiring = Wiring.open(config, null)) {
            Diagnostics.of(wiring).forEach(examination -> tell(examination.id(), examination.look()));
        }
        tell("port", port(config));
        return bad == 0 ? Exit.OK : Exit.FAILED;
    }

    private Finding port(AppConfig config) {
        OptionalInt port = Ports.choose(config, root.values(Map.of()).given("PORT"));
        return port.isPresent()
                ? Finding.ok(port.getAsInt() + " is free")
                : Finding.failed(config.port() + " is taken", "Let PORT name another one.");
    }

    private void tell(String what, Finding finding) {
        bad += finding.state() == Finding.State.FAILED ? 1 : 0;
        root.out().printf("%-4s  %-20s  %s%n", verdict(finding.state()), what, BlackedOut.in(finding.detail()));
        if (finding.hint() != null) {
            root.out().printf("%-4s  %-20s  → %s%n", "", "", finding.hint());
        }
    }

    private static String verdict(Finding.State state) {
        return switch (state) {
            case OK -> "ok";
            case WARNING -> "note";
            case FAILED -> "BAD";
            case SKIPPED -> "--";
        };
    }
}
