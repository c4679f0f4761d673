package dev.atelier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.fakes.Together;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with data folders of their own on one database: what one signs, the other one knows. */
class InstallationSecretsTest {
    private static final String MASTER = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeef0d";
    private static final String FIRST_PEPPER = "5b1c9e07d2a84f63b8e0c47192fd3a6e8d50b7c3419fe2a605d8734bc91e62fa";
    private static final String PASSWORD = "a password of the owner 7";
    private static final URI BASE = URI.create("https://studio.example");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedPostgres database;

    @BeforeEach
    void start() {
        database = EmbeddedPostgres.start(folder.resolve("postgres"));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Wiring open(String name, Map<String, String> more) {
        HashMap<String, String> settings = new HashMap<>(Map.of(
                "ATELIER_DATA",
                folder.resolve(name).toString(),
                "DATABASE_URL",
                database.jdbcUrl()
                        .replace(
                                "jdbc:postgresql://",
                                "postgresql://" + database.user() + ":" + database.password() + "@"),
                "ATELIER_DATABASE_POOL",
                "2",
                "ATELIER_WORKERS",
                "1",
                "ATELIER_OWNER_PASSWORD",
                PASSWORD,
                "PROVIDER_KEY_ENCRYPTION_SECRET",
                MASTER));
        settings.putAll(more);
        return Wiring.open(AppConfig.of(settings), BASE);
    }

    private Wiring open(String name) {
        return open(name, Map.of());
    }

    @Test
    void twoServersKnowEachOthersSessionsLinksCursorsAndPasswords() throws Exception {
        try (Wiring a = open("a");
                Wiring b = open("b")) {
            a.firstStart().run();
            int first = a.serve(0).port();
            int second = b.serve(0).port();

            String token = signIn(first);
            assertThat(signIn(second)).isNotBlank();
            JsonNode page = get(second, "/api/v1/admin/providers?limit=1", token);
            String cursor = page.path("nextCursor").asText();
            assertThat(cursor).isNotBlank();
            assertThat(get(first, "/api/v1/admin/providers?limit=1&cursor=" + cursor, token)
                            .path("data"))
                    .hasSize(1);

            URI link = a.blobs()
                    .signedGet(
                            BlobKey.generated(a.firstStart().owner().user().id(), UUID.randomUUID(), "png"),
                            Duration.ofMinutes(5));
            assertThat(b.blobLinks().orElseThrow().verifyGet(link.getPath(), link.getQuery()))
                    .isPresent();
            assertThat(folder.resolve("b/secrets")).doesNotExist();
        }
    }

    @Test
    void serversThatStartAtOnceAgree() {
        List<Wiring> started = Together.run(3, i -> open("at-once-" + i));
        try {
            assertThat(new HashSet<>(started.stream()
                            .map(wiring -> Arrays.toString(wiring.cursorKey())
                                    + Arrays.toString(wiring.sessionSettings().pepper()))
                            .toList()))
                    .hasSize(1);
        } finally {
            started.forEach(Wiring::close);
        }
    }

    @Test
    void filesOfAnEarlierVersionAreTakenOverAndThenLeftUnread() throws Exception {
        Path pepper = folder.resolve("old/secrets/pepper");
        Files.createDirectories(pepper.getParent());
        Files.writeString(pepper, FIRST_PEPPER + "\n");
        try (Wiring before = open("old")) {
            before.firstStart().run();
            assertThat(before.sessionSettings().pepper())
                    .isEqualTo(HexFormat.of().parseHex(FIRST_PEPPER));
        }
        // As the earlier version left it: people with passwords, and nothing in the table.
        forgetRows();
        assertThatThrownBy(() -> open("without-files").close())
                .isInstanceOfSatisfying(
                        ConfigProblem.class,
                        problem -> assertThat(problem.sentences())
                                .singleElement()
                                .asString()
                                .contains("secrets/pepper"));
        try (Wiring upgraded = open("old")) {
            assertThat(signIn(upgraded.serve(0).port())).isNotBlank();
        }
        Files.writeString(pepper, MASTER + "\n");
        try (Wiring later = open("old");
                Wiring other = open("without-files")) {
            assertThat(signIn(later.serve(0).port())).isNotBlank();
            assertThat(signIn(other.serve(0).port())).isNotBlank();
        }
    }

    @Test
    void anotherMasterKeyIsRefusedInOneSentence() {
        open("a").close();
        assertThatThrownBy(() -> open(
                                "b", Map.of("PROVIDER_KEY_ENCRYPTION_SECRET", "other:" + MASTER.replace('0', '9')))
                        .close())
                .isInstanceOfSatisfying(
                        ConfigProblem.class,
                        problem -> assertThat(problem.sentences())
                                .singleElement()
                                .asString()
                                .contains("PROVIDER_KEY_ENCRYPTION_SECRET")
                                .doesNotContain(MASTER));
    }

    private void forgetRows() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM installation_secret"))
                    .isPositive();
        }
    }

    private String signIn(int port) throws IOException, InterruptedException {
        String body =
                new ObjectMapper().writeValueAsString(Map.of("email", "owner@atelier.local", "password", PASSWORD));
        HttpResponse<String> answer = http.send(
                request(port, "/api/v1/auth/login")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("accessToken").asText();
    }

    private JsonNode get(int port, String path, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request(port, path).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }
}
