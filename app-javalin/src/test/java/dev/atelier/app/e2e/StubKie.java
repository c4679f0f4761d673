package dev.atelier.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A stand-in for kie.ai on loopback that outlives the server under test: it takes orders, remembers them, rings back, answers
 * look-ups, gives results away, and counts every paid order by the callback URL that came with it. Faults are switched on by setters.
 */
public final class StubKie implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COUNT = Pattern.compile("exactly (\\d+)");

    static {
        // Else the JDK's server waits for the other side's delayed ACK, 40 ms, between an answer's head and its body.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    /** One order as it was taken. */
    record Order(String taskId, String callBackUrl, String param, long doneAtNanos) {}

    private final HttpServer server;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, StubKie::daemon);
    // Unbounded: an answer that takes its time must not keep the next one waiting.
    private final ExecutorService workers = Executors.newCachedThreadPool(StubKie::daemon);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> ordersByCallback = new ConcurrentHashMap<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final byte[] picture = picture();
    private final LongAdder callbacks = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder questions = new LongAdder();
    private volatile Duration latency = Duration.ZERO;
    private volatile Duration answerDelay = Duration.ZERO;
    private volatile Duration writingTime = Duration.ZERO;
    private volatile double lostAnswers;
    private volatile double lostCallbacks;
    private volatile double repeatedCallbacks;
    private volatile boolean ringing = true;
    /** Told of each moment by its name before it goes on; true ends it there where a moment says so. */
    @FunctionalInterface
    interface Moments {
        boolean reached(String moment);
    }

    private volatile Moments moments = moment -> false;

    public StubKie() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(workers);
        server.createContext("/api/v1/jobs/createTask", this::createTask);
        server.createContext("/api/v1/jobs/recordInfo", this::recordInfo);
        server.createContext("/api/v1/chat/credit", exchange -> answer(exchange, "{\"code\":200,\"data\":1000}"));
        server.createContext("/result/", this::result);
        server.createContext("/", this::chat);
        server.start();
    }

    /** Where it listens: {@code http://localhost:port}. */
    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Host and port as the allow-list of private hosts wants them. */
    public String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** How long a picture takes. */
    public StubKie latency(Duration time) {
        latency = time;
        return this;
    }

    /** How long the answer to a taken order takes. */
    public StubKie answerDelay(Duration time) {
        answerDelay = time;
        return this;
    }

    /** How long prompts take to write. */
    public StubKie writingTime(Duration time) {
        writingTime = time;
        return this;
    }

    /** Which share of taken orders never gets its answer. */
    public StubKie lostAnswers(double share) {
        lostAnswers = share;
        return this;
    }

    /** Which share of callbacks is never made. */
    public StubKie lostCallbacks(double share) {
        lostCallbacks = share;
        return this;
    }

    /** Which share of callbacks is made twice. */
    public StubKie repeatedCallbacks(double share) {
        repeatedCallbacks = share;
        return this;
    }

    /** Whether it calls back at all. */
    public StubKie ringing(boolean calls) {
        ringing = calls;
        return this;
    }

    /** Who hears of each moment of an exchange, in the midst of it; true means that the other side is dead by now. */
    public StubKie moments(Moments hears) {
        moments = hears;
        return this;
    }

    /** Calls back once more for every order whose callback nobody took. */
    public void ringAgain() {
        orders.values().stream().filter(order -> !heard.contains(order.taskId)).forEach(this::call);
    }

    /** Paid orders in all. */
    public int paidOrders() {
        return orders.size();
    }

    /** The most paid orders that one submit of ours became: never more than 1. */
    public int mostOrdersOfOneSubmit() {
        return ordersByCallback.values().stream()
                .mapToInt(AtomicInteger::get)
                .max()
                .orElse(0);
    }

    /** Vendor ids of the orders whose callback was taken with a 2xx: whoever said that may not lose them. */
    public Set<String> heard() {
        return Set.copyOf(heard);
    }

    /** Orders of which we told nobody: the answer was withheld, and no callback was taken. */
    public long untold() {
        return unanswered.stream().filter(id -> !heard.contains(id)).count();
    }

    /** Callbacks made. */
    public long callbacksMade() {
        return callbacks.sum();
    }

    /** Callbacks that were answered with something else than success; each is lost, as with a vendor that rings once. */
    public long callbacksRefused() {
        return refused.sum();
    }

    /** The body of each order's callback by its URL, made or not. */
    public Map<String, String> callbacksOwed() {
        Map<String, String> owed = new HashMap<>();
        orders.values().forEach(order -> owed.put(order.callBackUrl, callback(order)));
        return owed;
    }

    /** Questions to the language model. */
    public long questionsAsked() {
        return questions.sum();
    }

    private void createTask(HttpExchange exchange) throws IOException {
        if (moments.reached("order arrives")) {
            exchange.close();
            return;
        }
        JsonNode body = read(exchange);
        String callBackUrl = body.path("callBackUrl").asText("");
        String taskId = UUID.randomUUID().toString().replace("-", "");
        ObjectNode param = JSON.createObjectNode();
        param.set("model", body.path("model"));
        param.put("callBackUrl", callBackUrl);
        param.put("input", body.path("input").toString());
        long doneAt = System.nanoTime() + latency.toNanos();
        Order order = new Order(taskId, callBackUrl, param.toString(), doneAt);
        orders.put(taskId, order);
        if (!callBackUrl.isEmpty()) {
            ordersByCallback
                    .computeIfAbsent(callBackUrl, url -> new AtomicInteger())
                    .incrementAndGet();
            SplittableRandom random = new SplittableRandom(taskId.hashCode());
            if (ringing && random.nextDouble() >= lostCallbacks) {
                ring(order, random.nextDouble() < repeatedCallbacks ? 2 : 1);
            }
            if (random.nextDouble() < lostAnswers) {
                unanswered.add(taskId);
                exchange.close();
                return;
            }
        }
        pause(answerDelay);
        moments.reached("order taken");
        answer(exchange, "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"" + taskId + "\"}}");
        moments.reached("order answered");
    }

    private void ring(Order order, int times) {
        for (int i = 0; i < times; i++) {
            timer.schedule(() -> call(order), latency.toMillis() + 3L * i, TimeUnit.MILLISECONDS);
        }
    }

    private void call(Order order) {
        moments.reached("callback begins");
        HttpRequest request = HttpRequest.newBuilder(URI.create(order.callBackUrl))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(callback(order)))
                .build();
        callbacks.increment();
        // The server under test may be dead just now; a real vendor shrugs too.
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenAccept(answer -> {
            if (answer.statusCode() / 100 == 2) {
                heard.add(order.taskId);
                moments.reached("callback taken");
            } else {
                refused.increment();
            }
        });
    }

    private String callback(Order order) {
        ObjectNode body =
                JSON.createObjectNode().put("code", 200).put("msg", "Playground task completed successfully.");
        body.set("data", record(order));
        return body.toString();
    }

    private void result(HttpExchange exchange) throws IOException {
        moments.reached("download begins");
        exchange.getResponseHeaders().set("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, picture.length);
        exchange.getResponseBody().write(picture, 0, picture.length / 2);
        exchange.getResponseBody().flush();
        moments.reached("download half way");
        exchange.getResponseBody().write(picture, picture.length / 2, picture.length - picture.length / 2);
        exchange.close();
        moments.reached("download done");
    }

    private void recordInfo(HttpExchange exchange) throws IOException {
        moments.reached("look begins");
        String query = exchange.getRequestURI().getQuery();
        Order order = orders.get(query == null ? "" : query.substring(query.indexOf('=') + 1));
        if (order == null) {
            answer(exchange, "{\"code\":422,\"msg\":\"recordInfo is null\",\"data\":null}");
            return;
        }
        ObjectNode body = JSON.createObjectNode().put("code", 200).put("msg", "success");
        body.set("data", record(order));
        answer(exchange, body.toString());
        moments.reached("look answered");
    }

    private ObjectNode record(Order order) {
        boolean done = System.nanoTime() >= order.doneAtNanos;
        ObjectNode data = JSON.createObjectNode()
                .put("taskId", order.taskId)
                .put("model", "seedream/4.5-edit")
                .put("state", done ? "success" : "generating")
                .put("param", order.param)
                .put("resultJson", done ? "{\"resultUrls\":[\"" + url() + "/result/" + order.taskId + ".png\"]}" : "")
                .put("createTime", 1_763_600_000_000L);
        if (done) {
            data.put("costTime", 2).put("creditsConsumed", 6.5);
        }
        return data;
    }

    private void chat(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
            send(
                    exchange,
                    404,
                    "application/json",
                    "{\"code\":404,\"msg\":\"Not Found\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        questions.increment();
        moments.reached("question arrives");
        pause(writingTime);
        Matcher matcher = COUNT.matcher(body);
        int count = matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
        StringBuilder prompts = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            prompts.append(i == 0 ? "" : ",")
                    .append("\"A calm still life, view number ")
                    .append(i + 1)
                    .append('"');
        }
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "gemini-3-pro");
        answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", prompts.append(']').toString());
        answer.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 50)
                .put("total_tokens", 150);
        answer(exchange, answer.toString());
        moments.reached("question answered");
    }

    private static JsonNode read(HttpExchange exchange) throws IOException {
        // Not closed here: a closed body cannot be drained, and no answer would go out.
        return JSON.readTree(exchange.getRequestBody().readAllBytes());
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        send(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void pause(Duration time) {
        if (!time.isZero()) {
            try {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static byte[] picture() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, (i / 512 % 2 == 0 ? Color.ORANGE : Color.DARK_GRAY).getRGB());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stub-kie");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.stop(0);
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
