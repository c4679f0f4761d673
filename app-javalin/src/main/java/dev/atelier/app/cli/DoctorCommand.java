package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import dev.atelier.app.BlackedOut;
import dev.atelier.app.Wiring;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderRegistry;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Checks a configuration against the world; every call that it makes is free. */
@Command(
        name = "doctor",
        description = "Checks database, pictures, owner, ledger, vendors and port; costs nothing.",
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
        config.notes().forEach(note -> say("note", "settings", note));
        try (Wiring wiring = Wiring.open(config, null)) {
            check("database", wiring.databaseReachable(), "answers", "does not answer");
            pictures(wiring);
            check("owner", wiring.store().accounts().hasOwner(), "is there", "is missing: the first start makes one");
            int violations = wiring.store().ledger().verify().size();
            check("ledger", violations == 0, "is sound", "breaks its rules in " + violations + " place(s)");
            vendors(wiring.atelier().registry());
        }
        boolean given = !root.values(Map.of()).getOrDefault("PORT", "").isBlank();
        OptionalInt port = Ports.choose(config, given);
        check(
                "port",
                port.isPresent(),
                port.isPresent() ? port.getAsInt() + " is free" : "",
                config.port() + " is taken");
        return bad == 0 ? Exit.OK : Exit.FAILED;
    }

    private void pictures(Wiring wiring) {
        try {
            wiring.blobs().check();
            check("pictures", true, "can be kept", "");
        } catch (RuntimeException e) {
            check("pictures", false, "", "cannot be kept: " + e.getMessage());
        }
    }

    private void vendors(ProviderRegistry registry) {
        for (ProviderConfig row : registry.configs()) {
            if (!registry.usable(row.id())) {
                say("--", row.id().slug(), row.enabled() ? "has no key" : "is switched off");
            } else if (registry.simulated(row)) {
                say("ok", row.id().slug(), "is simulated on this computer");
            } else {
                ConnectionCheck result = registry.check(row, null);
                check(row.id().slug(), result.reachable(), result.detail(), result.detail());
            }
        }
    }

    private void check(String what, boolean good, String yes, String no) {
        bad += good ? 0 : 1;
        say(good ? "ok" : "BAD", what, good ? yes : no);
    }

    private void say(String verdict, String what, String text) {
        root.out().printf("%-4s  %-20s  %s%n", verdict, what, BlackedOut.in(text));
    }
}
