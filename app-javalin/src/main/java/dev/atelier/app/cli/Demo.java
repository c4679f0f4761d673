package dev.atelier.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.app.PrivateFiles;
import dev.atelier.app.WebServer;
import dev.atelier.app.Wiring;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Member;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.PageRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something to look at: pictures that the sandbox really made, a way in that needs no password, and a file with an access token that is
 * renewed while the demo runs.
 */
final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** An access token is good for ten minutes. */
    private static final long RENEW_MINUTES = 8;

    /** What the gallery of a newcomer shows; the last is seen first. */
    private static final List<Sample> SAMPLES = List.of(
            new Sample("a red square resting on a blue circle", "1:1"),
            new Sample("three red triangles along a diagonal and a yellow circle at night", "4:3"),
            new Sample("seven circles in a spiral, red, yellow and blue", "1:1"));

    private record Sample(String prompt, String aspectRatio) {}

    private final Wiring wiring;
    private final WebServer web;
    private final Member owner;
    private final Path tokenFile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "demo-token");
        thread.setDaemon(true);
        return thread;
    });

    private Demo(Wiring wiring, WebServer web, Member owner) {
        this.wiring = wiring;
        this.web = web;
        this.owner = owner;
        this.tokenFile = wiring.config().inData("demo-token");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The work catches what can go wrong; closing ends it.
    static Demo start(Wiring wiring, WebServer web, Member owner) throws InterruptedException {
        Demo demo = new Demo(wiring, web, owner);
        try {
            demo.paintOnce();
            demo.renewToken();
        } catch (IOException e) {
            throw new UncheckedIOException("the demo could not sign in", e);
        }
        demo.renewal.scheduleAtFixedRate(demo::renewQuietly, RENEW_MINUTES, RENEW_MINUTES, TimeUnit.MINUTES);
        return demo;
    }

    /** What the banner says of it. */
    List<String> lines(URI address) {
        List<Generation> all = wiring.store()
                .generations()
                .list(owner.org(), GenerationFilter.ALL, new PageRequest(100, null))
                .items();
        int pictures = all.stream()
                .mapToInt(g -> g.count(state -> state == TaskState.COMPLETED))
                .sum();
        return List.of(
                "  demo data   " + all.size() + " generations · " + pictures + " pictures",
                "",
                "  For curl, with the token that is kept fresh in " + Banner.shown(tokenFile) + ":",
                "    curl -s " + address + "/api/v1/credits -H \"Authorization: Bearer $(cat " + Banner.shown(tokenFile)
                        + ")\"");
    }

    // A vendor that costs money never works for the demo, even if its key lies in the database.
    private void paintOnce() throws InterruptedException {
        var registry = wiring.atelier().registry();
        boolean free = registry.chain(Category.LLM).stream().allMatch(registry::simulated);
        boolean empty = wiring.store()
                .generations()
                .list(owner.org(), GenerationFilter.ALL, new PageRequest(1, null))
                .items()
                .isEmpty();
        if (!free || !empty) {
            return;
        }
        List<Generation> running = new ArrayList<>();
        for (Sample sample : SAMPLES) {
            StartCommand wish = StartCommand.prompt(
                            new Caller(owner.org(), owner.user().id()), sample.prompt())
                    .aspectRatio(sample.aspectRatio())
                    .count(4)
                    .seed((long) running.size())
                    .imageModel(new ModelId("sandbox/painter"))
                    .build();
            wiring.atelier()
                    .start(wish)
                    .<Runnable>fold(
                            generation -> () -> running.add(generation),
                            refusal -> () -> LOG.info("no demo pictures: {}", refusal.detail()))
                    .run();
        }
        for (Generation generation : running) {
            wiring.atelier().await(owner.org(), generation.id(), PATIENCE);
        }
    }

    private void renewQuietly() {
        try {
            renewToken();
        } catch (IOException e) {
            LOG.info("the demo token was not renewed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Through the door that everybody uses.
    private void renewToken() throws IOException, InterruptedException {
        String key = wiring.signInLinks().issue(owner.org(), owner.user().id()).reveal();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + "/api/v1/auth/link"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("key", key))))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("signing in was answered with " + answer.statusCode());
        }
        PrivateFiles.write(
                tokenFile, JSON.readTree(answer.body()).path("accessToken").asText());
    }

    @Override
    public void close() {
        renewal.shutdownNow();
    }
}
