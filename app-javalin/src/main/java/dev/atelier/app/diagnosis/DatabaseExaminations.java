package dev.atelier.app.diagnosis;

import dev.atelier.app.Wiring;
import dev.atelier.persistence.DatabaseFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Database: does it answer, are its tables ours, does its clock agree, and is the ledger sound. */
final class DatabaseExaminations {
    private static final Duration WARNING_ABOVE = Duration.ofSeconds(2);
    private static final Duration FAILED_ABOVE = Duration.ofSeconds(30);
    private static final String ANSWERS = "Check DATABASE_URL, and whether the database runs.";

    private DatabaseExaminations() {}

    static List<Examination> of(Wiring wiring) {
        return List.of(
                Examination.of("database", "Database", ANSWERS, () -> tables(wiring.databaseFacts())),
                Examination.of("walls", "Walls between orgs", ANSWERS, () -> walls(wiring.databaseFacts())),
                Examination.of("clock", "Clock", ANSWERS, () -> clock(wiring)),
                new Examination("ledger", "Ledger", true, () -> ledger(wiring), "Run: atelier ledger verify."));
    }

    private static Finding tables(DatabaseFacts facts) {
        String server = "PostgreSQL " + facts.server() + " answers, tables are of version " + facts.tables();
        return facts.tables().equals(facts.known())
                ? Finding.ok(server)
                : Finding.warning(
                        server + ", this program knows version " + facts.known(),
                        "Another version of Atelier uses the database of DATABASE_URL: bring all to the newest.");
    }

    private static Finding walls(DatabaseFacts facts) {
        return facts.walled()
                ? Finding.ok("the database itself keeps each org's rows from the others")
                : Finding.warning(
                        "the user of the database is a superuser or has BYPASSRLS, for whom row-level security does not hold",
                        "Let DATABASE_URL name a plain user that owns the database.");
    }

    private static Finding clock(Wiring wiring) {
        Instant before = wiring.clock().instant();
        Instant there = wiring.databaseFacts().now();
        Duration trip = Duration.between(before, wiring.clock().instant());
        Duration apart = Duration.between(before.plus(trip.dividedBy(2)), there).abs();
        String detail = "is " + apart.toMillis() + " ms apart from the database's";
        String hint = "Set the clocks of this machine and of the one in DATABASE_URL by NTP.";
        if (apart.compareTo(FAILED_ABOVE) > 0) {
            return Finding.failed(detail, hint);
        }
        return apart.compareTo(WARNING_ABOVE) > 0 ? Finding.warning(detail, hint) : Finding.ok(detail);
    }

    private static Finding ledger(Wiring wiring) {
        int violations = wiring.store().ledger().verify().size();
        return violations == 0
                ? Finding.ok("is sound")
                : Finding.failed("breaks its rules in " + violations + " place(s)", "Run: atelier ledger verify.");
    }
}
