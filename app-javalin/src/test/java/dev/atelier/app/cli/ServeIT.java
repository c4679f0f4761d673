package dev.atelier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own: it starts, lets its owner in, is killed without warning, and starts again on the same data. */
class ServeIT {
    private static final Pattern OPEN = Pattern.compile("(?m)^  Open +(http://[^/\\s]+)/welcome#k=(\\S+) .*$");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aKilledServerComesBackWithItsData() throws Exception {
        Path first = folder.resolve("first.txt");
        Process killed = serve(first);
        String password =
                Files.readString(folder.resolve("data/owner-password")).strip();
        assertThat(Files.readString(first)).contains(password);
        assertThat(signIn(first, password)).isEqualTo(200);
        assertThat(signIn(first, password + "x")).isEqualTo(401);
        assertThat(signInByLink(first)).isEqualTo(200);
        assertThat(signInByLink(first)).as("a second time").isEqualTo(401);
        killed.destroyForcibly().waitFor();

        Path second = folder.resolve("second.txt");
        Process stopped = serve(second);
        assertThat(signIn(second, password)).isEqualTo(200);
        assertThat(Files.readString(second)).doesNotContain(password).contains("password in");
        assertThat(Files.readString(errors(second))).doesNotContain("WARN").doesNotContain("ERROR");

        stopped.destroy();
        assertThat(stopped.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(second)).endsWith("Stopped." + System.lineSeparator());
    }

    @Test
    void commandsWorkBesideARunningServer() throws Exception {
        Path output = folder.resolve("running.txt");
        serve(output);
        String generated = command("generate", "--prompt", "a red square", "--count", "2", "--out", "made");
        assertThat(generated).contains("2 credit(s) held, 2 charged, 0 released");
        assertThat(command("ledger", "verify")).contains("The ledger is sound.");
        assertThat(command("keys", "rotate")).contains("0 secret(s) re-wrapped.");
        String link = command("admin", "sign-in-link").strip();
        Matcher welcome = Pattern.compile("(.*)/welcome#k=(.*)").matcher(link);
        assertThat(welcome.matches()).as(link).isTrue();
        assertThat(welcome.group(1)).isEqualTo(open(output).group(1));
        assertThat(post(output, "/api/v1/auth/link", Map.of("key", welcome.group(2))))
                .isEqualTo(200);
        String password = command("admin", "reset-password").strip().replaceFirst(".*: ", "");
        assertThat(signIn(output, password)).isEqualTo(200);
        assertThat(folder.resolve("data/owner-password")).doesNotExist();
    }

    /** Runs a command on the server's data folder, as the same user; it must go well. */
    private String command(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.replaceAll(word -> word.equals("made") ? folder.resolve("made").toString() : word);
        all.addAll(List.of("--env-file", folder.resolve("none").toString()));
        int code = Cli.run(
                Map.of("ATELIER_DATA", folder.resolve("data").toString()),
                new PrintWriter(out),
                new PrintWriter(err),
                all.toArray(String[]::new));
        assertThat(code).as(out.toString() + err).isZero();
        return out.toString();
    }

    private Process serve(Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                "dev.atelier.app.Main",
                "serve");
        Map<String, String> environment = builder.environment();
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("PORT", "0");
        builder.directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors(output).toFile());
        Process process = builder.start();
        started.add(process);
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || Files.readString(output).contains("  Stop "));
        assertThat(process.isAlive()).as(Files.readString(errors(output))).isTrue();
        return process;
    }

    private static Path errors(Path output) {
        return new File(output + ".err").toPath();
    }

    private int signIn(Path output, String password) throws IOException, InterruptedException {
        return post(output, "/api/v1/auth/login", Map.of("email", "owner@atelier.local", "password", password));
    }

    private int signInByLink(Path output) throws IOException, InterruptedException {
        return post(output, "/api/v1/auth/link", Map.of("key", open(output).group(2)));
    }

    private static Matcher open(Path output) throws IOException {
        Matcher address = OPEN.matcher(Files.readString(output));
        assertThat(address.find()).isTrue();
        return address;
    }

    private int post(Path output, String path, Map<String, String> body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(open(output).group(1) + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body)))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
