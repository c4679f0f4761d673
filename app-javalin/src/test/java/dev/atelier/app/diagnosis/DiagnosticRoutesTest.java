package dev.atelier.app.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.app.AppConfig;
import dev.atelier.app.WebServer;
import dev.atelier.app.Wiring;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticRoutesTest {
    private static final String PATH = "/api/v1/admin/diagnostics";
    private static final String CANARY = "canary-of-the-metrics-token";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** The whole server on an embedded database: each check really looks. */
    @Test
    void aFreshInstallationIsToldWhatItLacks() throws Exception {
        AppConfig config = AppConfig.of(Map.of(
                "ATELIER_DATA",
                folder.toString(),
                "ATELIER_METRICS_TOKEN",
                CANARY,
                "ATELIER_PUBLIC_URL",
                "http://studio.example",
                "ATELIER_WORKERS",
                "2"));
        try (Wiring wiring = Wiring.open(config, URI.create("http://127.0.0.1"))) {
            wiring.firstStart().run();
            WebServer web = wiring.serve(0);
            String text = get(web, signedIn(web, wiring));
            assertThat(text).doesNotContain(CANARY);
            JsonNode answer = JSON.readTree(text);
            Map<String, JsonNode> checks = byName(answer.path("checks"), "id");
            assertThat(checks.get("database").path("detail").asText()).containsPattern("PostgreSQL .* version \\d+");
            for (String well : new String[] {
                "database",
                "clock",
                "storage",
                "encryption_key",
                "owner",
                "providers",
                "dead_jobs",
                "callbacks",
                "settings",
                "provider:sandbox"
            }) {
                assertThat(checks).containsKey(well);
                assertThat(checks.get(well).path("state").asText())
                        .as("%s", checks.get(well))
                        .isEqualTo("ok");
            }
            assertThat(checks.get("ledger").path("state").asText()).isEqualTo("skipped");
            assertThat(checks.get("public_url").path("state").asText()).isEqualTo("warning");
            assertThat(checks.get("public_url").path("hint").asText()).contains("ATELIER_PUBLIC_URL=https");
            assertThat(checks.get("callbacks_url").path("hint").asText()).contains("CALLBACK_BASE_URL");

            Map<String, JsonNode> settings = byName(answer.path("settings"), "name");
            assertSetting(settings.get("ATELIER_WORKERS"), "2", "environment");
            assertSetting(settings.get("ATELIER_DATABASE_POOL"), "10", "default");
            assertSetting(settings.get("JWT_SECRET"), "null", "generated");
            assertSetting(settings.get("ATELIER_METRICS_TOKEN"), "null", "environment");
            assertThat(settings.get("ATELIER_METRICS_TOKEN").path("secret").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void otherOrgsSeeTheirOwnQueuesAlone() {
        try (TestApi api = new TestApi()) {
            Answer tenant = api.as(api.org("Second", "boss@second.example")).get(PATH);
            assertThat(tenant.status()).isEqualTo(200);
            assertThat(byName(tenant.json().path("checks"), "id")).containsOnlyKeys("dead_jobs", "callbacks");
            assertThat(tenant.json().path("settings")).isEmpty();
            assertThat(api.as(Role.CREATOR).get(PATH).status()).isEqualTo(403);
        }
    }

    @Test
    void whatThrowsHasFailedAndSaysWhatToDo() {
        Finding finding = Examination.of("x", "X", "Turn it on.", () -> {
                    throw new IllegalStateException("it is off");
                })
                .look();
        assertThat(finding).isEqualTo(Finding.failed("it is off", "Turn it on."));
    }

    private static void assertSetting(JsonNode setting, String value, String source) {
        assertThat(setting.path("value").asText()).isEqualTo(value);
        assertThat(setting.path("source").asText()).isEqualTo(source);
    }

    private static Map<String, JsonNode> byName(JsonNode list, String name) {
        Map<String, JsonNode> all = new HashMap<>();
        list.forEach(node -> all.put(node.path(name).asText(), node));
        return all;
    }

    private static String signedIn(WebServer web, Wiring wiring) throws Exception {
        Member owner = wiring.firstStart().owner();
        String key = wiring.signInLinks().issue(owner.org(), owner.user().id()).reveal();
        HttpRequest.Builder request = request(web, "/api/v1/auth/link")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("key", key))));
        return JSON.readTree(send(request)).path("accessToken").asText();
    }

    private static String get(WebServer web, String token) throws Exception {
        return send(request(web, PATH).header("Authorization", "Bearer " + token));
    }

    private static HttpRequest.Builder request(WebServer web, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
