package dev.atelier.app.bench;

import dev.atelier.app.e2e.ApiClient;
import dev.atelier.app.e2e.ApiClient.Answer;
import dev.atelier.app.e2e.ServerProcess;
import dev.atelier.app.e2e.StubKie;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A vendor that answers at once, a database of its own, the real server between them, and a signed-in client. */
final class Rig implements AutoCloseable {
    static final String EMAIL = "owner@bench.example";
    static final String PASSWORD = "a long sentence for benches";
    private static final int PICTURE_PRICE = 10;

    final StubKie vendor;
    final ServerProcess server;
    final String jdbcUrl;
    private final Database database;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder wanted = new LongAdder();
    private final LongAdder troubles = new LongAdder();
    private final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();
    private ApiClient client;

    Rig(Database database, Path folder, String name, Map<String, String> more) throws IOException {
        this.database = database;
        jdbcUrl = database.create(name);
        vendor = new StubKie();
        int port = ServerProcess.freePort();
        Map<String, String> environment = environment(port, folder.resolve(name), vendor);
        environment.put("DATABASE_URL", database.urlOf(jdbcUrl));
        environment.putAll(more);
        server = new ServerProcess(environment, folder.resolve(name + ".log"), false);
    }

    static Map<String, String> environment(int port, Path data, StubKie vendor) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", Integer.toString(port));
        environment.put("ATELIER_DATA", data.toString());
        // One person asks for everything here.
        environment.put("ATELIER_RATE_LIMITS", "false");
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", EMAIL);
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("ATELIER_WELCOME_CREDITS", "1000000000");
        environment.put("KIE_AI_API_KEY", "stub-key-for-benches");
        environment.put("ATELIER_ALLOW_PRIVATE_HOSTS", vendor.host());
        environment.put("CALLBACK_BASE_URL", "http://localhost:" + port);
        return environment;
    }

    Rig start() {
        server.start();
        client = new ApiClient(server.url()).signIn(EMAIL, PASSWORD);
        point(client, vendor);
        return this;
    }

    static void point(ApiClient admin, StubKie vendor) {
        List.of("kieai", "kieai-gemini3", "kieai-gemini25").forEach(id -> admin.pointProvider(id, vendor.url()));
    }

    static String wish(int number, int pictures) {
        return "{\"prompt\":\"still life number " + number + "\",\"imageCount\":" + pictures
                + ",\"imageModel\":\"nano-banana-pro\"}";
    }

    ApiClient.Answer get(String path) {
        return client.get(path);
    }

    /** Wants one generation and tells its id, or null if it was not accepted. */
    String accept(int number, int pictures) {
        Answer answer = client.post("/api/v1/generations", wish(number, pictures));
        if (answer.status() != 202) {
            if (refusals.merge(answer.status(), 1, Integer::sum) == 1) {
                System.out.println("refused: " + answer.json());
                String id = answer.json().path("requestId").asText("");
                if (answer.status() == 500 && server.output().contains(id)) {
                    String log = server.output();
                    int at = log.indexOf(id);
                    System.out.println(log.substring(at, Math.min(log.length(), at + 4_000)));
                }
            }
            return null;
        }
        accepted.increment();
        wanted.add(pictures);
        return answer.json().path("id").asText();
    }

    /** As many whole generations as this many clients get in this time, each wanting the next when one has ended. */
    Times closedLoad(int inFlight, Duration time) throws Exception {
        Times times = new Times();
        AtomicInteger numbers = new AtomicInteger();
        try (Watch watch = new Watch(server.url(), client.token())) {
            long end = System.nanoTime() + time.toNanos();
            ExecutorService clients = Executors.newFixedThreadPool(inFlight);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                running.add(clients.submit(() -> {
                    while (System.nanoTime() < end) {
                        long begin = System.nanoTime();
                        String id = accept(numbers.incrementAndGet(), 4);
                        if (id == null) {
                            TimeUnit.MILLISECONDS.sleep(50);
                            continue;
                        }
                        if (!watch.of(id).get(60, TimeUnit.SECONDS).equals("generation.completed")) {
                            troubles.increment();
                        }
                        times.add(System.nanoTime() - begin);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(3, TimeUnit.MINUTES);
            }
            clients.shutdown();
        }
        return times;
    }

    /** Whether all that was accepted was stored and booked; call it when nothing is under way. */
    String verdict() {
        long generations = number("SELECT count(*) FROM generation WHERE state = 'COMPLETED'");
        long stored = number("SELECT count(*) FROM image_task WHERE state = 'COMPLETED'");
        long booked = number("SELECT count(*) FROM ledger_entry WHERE kind = 'CAPTURE'");
        long spent = number("SELECT sum(spent) FROM wallet");
        long held = number("SELECT sum(held) FROM wallet");
        long violations = number("SELECT count(*) FROM ledger_violation");
        boolean good = generations == accepted.sum()
                && stored == wanted.sum()
                && booked == stored
                && vendor.paidOrders() == stored
                && spent == PICTURE_PRICE * stored
                && held == 0
                && violations == 0
                && troubles.sum() == 0;
        return good
                ? "OK: " + accepted + " accepted = stored = booked; refused wishes " + refusals + ", callbacks "
                        + vendor.callbacksRefused()
                : "NOT OK: accepted " + accepted + ", completed " + generations + ", pictures wanted " + wanted
                        + ", stored " + stored + ", booked " + booked + ", ordered " + vendor.paidOrders() + ", spent "
                        + spent + ", held " + held + ", violations " + violations + ", troubles " + troubles;
    }

    /** Wishes that were not accepted, by HTTP status. */
    Map<Integer, Integer> refusals() {
        return refusals;
    }

    long number(String sql) {
        return database.number(jdbcUrl, sql);
    }

    Database.Work databaseWork() {
        return database.work(jdbcUrl);
    }

    @Override
    public void close() {
        server.close();
        vendor.close();
    }
}
