package dev.atelier.app.bench;

import dev.atelier.app.e2e.ApiClient;
import dev.atelier.app.e2e.ServerProcess;
import dev.atelier.app.e2e.StubKie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the whole system and prints a table; asserts nothing but that it could be measured. No default pattern of Surefire or
 * Failsafe matches the name: {@code docs/benchmarks.md} has the command, and says what the figures mean.
 */
class Benchmarks {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));
    private static final int WAITING = Integer.getInteger("bench.waiting", 10_000);
    private static final String ONLY = System.getProperty("bench.only", "startup,holds,reads,whole,added,waiting");
    private static final String WORKERS = System.getProperty("bench.workers", "");
    private static final String RECORDING = System.getProperty("bench.jfr", "");
    private static final String JAVA = System.getProperty("bench.java", "");
    private static final int LLM_MILLIS = 600;
    private static final int IMAGE_MILLIS = 2_000;

    @TempDir
    Path folder;

    @Test
    void measure() throws Exception {
        Report report = new Report(Path.of("target", "benchmarks.md"));
        try (Database database = new Database(folder.resolve("postgres"))) {
            for (String part : ONLY.split(",")) {
                switch (part) {
                    case "startup" -> startUp(database, report);
                    case "holds" -> holds(database, report);
                    case "whole" -> whole(database, report);
                    case "added" -> added(database, report);
                    case "reads" -> reads(database, report);
                    case "waiting" -> waiting(database, report);
                    default -> throw new IllegalArgumentException("bench.only takes no " + part);
                }
            }
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (!WORKERS.isEmpty()) {
            settings.put("ATELIER_WORKERS", WORKERS);
        }
        String recording = RECORDING.isEmpty()
                ? ""
                : " -XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + RECORDING;
        String options = (JAVA + recording).strip();
        if (!options.isEmpty()) {
            settings.put("JAVA_TOOL_OPTIONS", options);
        }
        return settings;
    }

    // ---- whole generations ------------------------------------------------------------------------------------------

    private void whole(Database database, Report report) throws Exception {
        try (Rig rig = new Rig(database, folder, "whole", settings()).start()) {
            rig.closedLoad(64, TIME);
            Database.Work before = rig.databaseWork();
            long cpu = Cpu.millisOfTree(rig.server.pid());
            long begin = System.nanoTime();
            Times times = rig.closedLoad(64, TIME);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpuEach = (double) (Cpu.millisOfTree(rig.server.pid()) - cpu) / times.count();
            Database.Work work = rig.databaseWork().since(before);
            report.row("whole generations of 4 pictures a second, 64 in flight", "%.1f", times.count() / seconds);
            report.row("- from wish to end, p50 / p99", "%s / %s ms", times.millis(50, 0), times.millis(99, 0));
            report.row(
                    "- CPU each: server / PostgreSQL",
                    "%.1f / %.1f ms",
                    cpuEach,
                    (double) work.cpuMillis() / times.count());
            report.row(
                    "- each: WAL syncs / commits",
                    "%.2f / %.1f",
                    (double) work.walSyncs() / times.count(),
                    (double) work.commits() / times.count());
            report.row("- accepted = stored = booked", "%s", rig.verdict());
        }
    }

    // ---- time added -------------------------------------------------------------------------------------------------

    private void added(Database database, Report report) throws Exception {
        for (String workers : WORKERS.isEmpty() ? List.of("", "64") : List.of(WORKERS)) {
            Map<String, String> settings = settings();
            if (!workers.isEmpty()) {
                settings.put("ATELIER_WORKERS", workers);
            }
            try (Rig rig = new Rig(database, folder, "added" + workers, settings).start()) {
                rig.closedLoad(16, TIME.dividedBy(2));
                rig.vendor.writingTime(Duration.ofMillis(LLM_MILLIS)).latency(Duration.ofMillis(IMAGE_MILLIS));
                for (int inFlight : new int[] {1, 64}) {
                    Times times = rig.closedLoad(inFlight, TIME);
                    report.row(
                            "added to the vendor's 2,600 ms, " + inFlight + " in flight, "
                                    + (workers.isEmpty() ? "default" : workers) + " workers, p50 / p99",
                            "%s / %s ms of %d",
                            times.millis(50, LLM_MILLIS + IMAGE_MILLIS),
                            times.millis(99, LLM_MILLIS + IMAGE_MILLIS),
                            times.count());
                }
                report.row("- accepted = stored = booked", "%s", rig.verdict());
            }
        }
    }

    // ---- reads ------------------------------------------------------------------------------------------------------

    private void reads(Database database, Report report) throws Exception {
        try (Reads reads = new Reads(database, folder)) {
            reads.measure(report, TIME);
        }
    }

    // ---- holds ------------------------------------------------------------------------------------------------------

    private void holds(Database database, Report report) throws Exception {
        Duration time = TIME.dividedBy(5);
        try (Holds holds = new Holds(database)) {
            holds.rate(8, true, time);
            holds.rate(8, false, time);
            List<String> rates = new ArrayList<>();
            for (int callers : new int[] {1, 8, 32, 256}) {
                rates.add(Long.toString(holds.rate(callers, true, time)));
            }
            report.row("holds/s on one org, 1 / 8 / 32 / 256 callers", "%s", String.join(" / ", rates));
            report.row("holds/s on 1,000 orgs, 32 callers", "%d", holds.rate(32, false, time));
            report.row("- taken = stored = booked", "%s", holds.verdict());
        }
    }

    // ---- many waiting, then their callbacks -------------------------------------------------------------------------

    private void waiting(Database database, Report report) throws Exception {
        Map<String, String> settings = settings();
        settings.put("ATELIER_CALLBACK_GRACE_SECONDS", "3600");
        try (Rig rig = new Rig(database, folder, "waiting", settings).start()) {
            rig.vendor.latency(Duration.ofHours(1)).ringing(false);
            long idle = Cpu.residentKb(rig.server.pid());
            Database.Work work = rig.databaseWork();
            long cpu = Cpu.millisOfTree(rig.server.pid());
            long begin = System.nanoTime();
            acceptAll(rig, WAITING);
            double acceptSeconds = (System.nanoTime() - begin) / 1e9;
            awaitAcked(rig, WAITING);
            double cpuEach = (double) (Cpu.millisOfTree(rig.server.pid()) - cpu) / WAITING;
            Database.Work done = rig.databaseWork().since(work);
            long full = Cpu.residentKb(rig.server.pid());
            long live = Cpu.liveHeapKb(rig.server.pid());
            long rest = Cpu.residentKb(rig.server.pid());
            report.row("accepting them, a second", "%.0f", WAITING / acceptSeconds);
            report.row(
                    "- until each is with the vendor, each: CPU of server / PostgreSQL; WAL syncs / commits",
                    "%.1f / %.1f ms; %.1f / %.1f",
                    cpuEach,
                    (double) done.cpuMillis() / WAITING,
                    (double) done.walSyncs() / WAITING,
                    (double) done.commits() / WAITING);
            report.row(
                    "- heap that is live, memory of the server after a full collection",
                    "%d / %d MB",
                    live / 1_024,
                    rest / 1_024);
            report.row(
                    WAITING + " generations waiting: memory of the server, before / then",
                    "%d / %d MB (heap limit 384 MB, %s)",
                    idle / 1_024,
                    full / 1_024,
                    JAVA.isEmpty() ? "defaults of the JVM" : JAVA);
            report.row(
                    "- rows of generations / tasks / jobs; refused wishes",
                    "%d / %d / %d; %s",
                    rig.number("SELECT count(*) FROM generation"),
                    rig.number("SELECT count(*) FROM image_task WHERE state = 'RUNNING'"),
                    rig.number("SELECT count(*) FROM scheduled_tasks"),
                    rig.refusals());
            report.row(
                    "- ledger",
                    "%s",
                    rig.number("SELECT count(*) FROM ledger_violation") == 0
                                    && rig.number("SELECT sum(held) FROM wallet") == 10L * WAITING
                            ? "OK: all held"
                            : "NOT OK");
            callbacks(rig, report);
        }
    }

    private static void acceptAll(Rig rig, int many) throws Exception {
        AtomicInteger numbers = new AtomicInteger();
        together(16, () -> {
            for (int i = numbers.incrementAndGet(); i <= many; i = numbers.incrementAndGet()) {
                while (rig.accept(i, 1) == null) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    private static void awaitAcked(Rig rig, int many) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(15);
        while (rig.number("SELECT count(*) FROM attempt WHERE state = 'ACKED'") < many && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static void callbacks(Rig rig, Report report) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Queue<Map.Entry<String, String>> owed =
                new ConcurrentLinkedQueue<>(rig.vendor.callbacksOwed().entrySet());
        Times times = new Times();
        LongAdder refused = new LongAdder();
        long begin = System.nanoTime();
        long end = begin + TIME.toNanos();
        together(32, () -> {
            for (var one = owed.poll(); one != null && System.nanoTime() < end; one = owed.poll()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(one.getKey()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(one.getValue()))
                        .build();
                long sent = System.nanoTime();
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 204) {
                        times.add(System.nanoTime() - sent);
                    } else {
                        refused.increment();
                    }
                } catch (IOException e) {
                    refused.increment();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        long stored = rig.number("SELECT count(*) FROM callback");
        report.row("callbacks durably acknowledged a second, 32 clients", "%.0f", times.count() / seconds);
        report.row("- p50 / p99", "%s / %s ms", times.millis(50, 0), times.millis(99, 0));
        report.row(
                "- acknowledged = stored",
                "%s: %d acknowledged, %d stored, %d refused",
                stored == times.count() && refused.sum() == 0 ? "OK" : "NOT OK",
                times.count(),
                stored,
                refused.sum());
    }

    private static void together(int threads, Runnable work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(work));
        }
        for (Future<?> one : running) {
            one.get(20, TimeUnit.MINUTES);
        }
        pool.shutdown();
    }

    // ---- start ------------------------------------------------------------------------------------------------------

    private void startUp(Database database, Report report) throws Exception {
        String jdbcUrl = database.create("startup");
        startUp(report, "external", Map.of("DATABASE_URL", database.urlOf(jdbcUrl)));
        startUp(report, "embedded", Map.of());
    }

    private void startUp(Report report, String name, Map<String, String> more) throws Exception {
        try (StubKie vendor = new StubKie()) {
            Map<String, String> environment =
                    Rig.environment(ServerProcess.freePort(), Files.createDirectories(folder.resolve(name)), vendor);
            environment.putAll(more);
            Times ready = new Times();
            Times first = new Times();
            for (int i = 0; i < 4; i++) {
                try (ServerProcess server = new ServerProcess(environment, folder.resolve(name + ".log"), false)) {
                    long begin = System.nanoTime();
                    Duration untilReady = server.start();
                    ApiClient client = new ApiClient(server.url()).signIn(Rig.EMAIL, Rig.PASSWORD);
                    if (i == 0) {
                        Rig.point(client, vendor);
                        continue;
                    }
                    try (Watch watch = new Watch(server.url(), client.token())) {
                        ApiClient.Answer answer = client.post("/api/v1/generations", Rig.wish(i, 4));
                        if (answer.status() != 202) {
                            throw new AssertionError("answered with " + answer.status() + " " + answer.json());
                        }
                        String id = answer.json().path("id").asText();
                        try {
                            watch.of(id).get(30, TimeUnit.SECONDS);
                        } catch (TimeoutException e) {
                            throw new AssertionError(
                                    client.get("/api/v1/generations/" + id).json() + server.output(), e);
                        }
                    }
                    first.add(System.nanoTime() - begin);
                    ready.add(untilReady.toNanos());
                }
            }
            report.row(
                    "start on kept data, " + name + " database: ready / first whole generation (median of 3)",
                    "%s / %s ms",
                    ready.millis(50, 0),
                    first.millis(50, 0));
        }
    }
}
