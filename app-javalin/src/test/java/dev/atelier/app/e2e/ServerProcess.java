package dev.atelier.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real server in a process of its own, as a user starts it, that can be killed with -9 and started again. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final Path log;
    private final boolean quickStart;
    private final URI url;
    private Process process;

    /**
     * For tests. It lives for seconds there: what the best compiler would gain is never earned back, and a start without it costs half.
     *
     * @param environment its settings; {@code PORT} must be among them
     * @param log where its output goes
     */
    public ServerProcess(Map<String, String> environment, Path log) {
        this(environment, log, true);
    }

    /** @param quickStart false for measuring: the JVM then works as it does for users */
    public ServerProcess(Map<String, String> environment, Path log, boolean quickStart) {
        this.quickStart = quickStart;
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.url = URI.create("http://localhost:" + environment.get("PORT"));
    }

    public URI url() {
        return url;
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is ready; tells how long that took. */
    public Duration start() {
        long begin = System.nanoTime();
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx384m");
            if (quickStart) {
                command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            }
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.atelier.app.Main",
                    "serve"));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            process = builder.start();
            awaitReady(begin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void awaitReady(long begin) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (System.nanoTime() - begin < LONGEST_START.toNanos()) {
            if (!process.isAlive()) {
                throw new AssertionError("the server ended while starting:\n" + Files.readString(log));
            }
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (IOException notYet) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("the server was not ready in time:\n" + Files.readString(log));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it with -9, as the kernel would: nothing of it runs any more when this returns. */
    public void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** Asks it to end, as an operator would, and waits. */
    public int stop() {
        process.destroy();
        waitForEnd();
        return process.exitValue();
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    private void waitForEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }
}
