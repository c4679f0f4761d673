package dev.atelier.app.bench;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How many holds a second the ledger takes, through its port, each in a transaction of its own. */
final class Holds implements AutoCloseable {
    private static final int ORGS = 1_000;
    private static final LedgerNote NOTE = LedgerNote.bySystem("benchmark");
    private static final String ROWS = """
            INSERT INTO users VALUES ('00000000-0000-0000-0000-000000000001', 'bench@bench.example', 'Bench', NULL, false, 0, now());
            INSERT INTO org SELECT ('00000000-0000-0000-0001-' || lpad(i::text, 12, '0'))::uuid, 'Org ' || i, now()
              FROM generate_series(0, %d) i;
            INSERT INTO generation SELECT id, id, '00000000-0000-0000-0000-000000000001', 'm', '{}', 'p', 10, 1, 0, 'v', 'PENDING',
              'QUEUED', false, '[]', NULL, now(), NULL, NULL, now() + interval '1 day', 1 FROM org""";

    private final Database database;
    private final String jdbcUrl;
    private final Persistence store;
    private final CreditLedger ledger;
    private final List<UUID> orgs = new ArrayList<>();
    private long holds;

    Holds(Database database) {
        this.database = database;
        jdbcUrl = database.create("holds");
        // As many connections as the server has for requests; a caller waits for one as long as it takes.
        store = Persistence.connect(PersistenceSettings.of(jdbcUrl, database.user(), database.password())
                .withRequestConnections(10, Duration.ofSeconds(60)));
        ledger = store.ledger();
        database.run(jdbcUrl, String.format(ROWS, ORGS));
        for (int i = 0; i <= ORGS; i++) {
            orgs.add(UUID.fromString(String.format("00000000-0000-0000-0001-%012d", i)));
            ledger.deposit(new OrgId(orgs.get(i)), EntryKind.GRANT, new Credits(1_000_000_000), "first", NOTE);
        }
    }

    /** Holds a second of this many callers: on one org, or each on any of a thousand. */
    long rate(int callers, boolean oneOrg, Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<Long>> running = new ArrayList<>();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        for (int i = 0; i < callers; i++) {
            running.add(threads.submit(() -> {
                long done = 0;
                while (System.nanoTime() < end) {
                    UUID org = orgs.get(
                            oneOrg ? 0 : 1 + ThreadLocalRandom.current().nextInt(ORGS));
                    if (!ledger.hold(
                            new OrgId(org),
                            new HoldId(UUID.randomUUID()),
                            new GenerationId(org),
                            new Credits(1),
                            NOTE)) {
                        throw new AssertionError("refused although there are credits");
                    }
                    done++;
                }
                return done;
            }));
        }
        long done = 0;
        for (Future<Long> one : running) {
            done += one.get(2, TimeUnit.MINUTES);
        }
        holds += done;
        threads.shutdown();
        return done * 1_000_000_000 / (System.nanoTime() - begin);
    }

    String verdict() {
        long booked = database.number(jdbcUrl, "SELECT count(*) FROM hold");
        long held = database.number(jdbcUrl, "SELECT sum(held) FROM wallet");
        int violations = ledger.verify().size();
        return booked == holds && held == holds && violations == 0
                ? "OK: " + holds + " taken = stored = booked"
                : "NOT OK: taken " + holds + ", stored " + booked + ", held " + held + ", violations " + violations;
    }

    @Override
    public void close() {
        store.close();
    }
}
