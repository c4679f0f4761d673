package dev.atelier.app.studio;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.app.e2e.NodeProject;
import dev.atelier.app.e2e.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** The OpenID provider of the npm registry, in a process of its own. Whoever types a name there is the person of that name. */
final class OidcProvider implements AutoCloseable {
    static final String AUDIENCE = "https://api.atelier.example";
    private static final String SECRET = "a-secret-of-the-clients";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = ServerProcess.freePort();
    private final Process process;

    /** @param callback where our server takes people back */
    OidcProvider(String callback, Path log) {
        process = NodeProject.install()
                .start(
                        "oidc-issuer.mjs",
                        Map.of(
                                "PORT",
                                Integer.toString(port),
                                "CLIENT_SECRET",
                                SECRET,
                                "AUDIENCE",
                                AUDIENCE,
                                "REDIRECT",
                                callback),
                        log);
    }

    /** What our server has to be told of it. */
    Map<String, String> settings() {
        return Map.of(
                "SSO_ISSUERS", "corp",
                "SSO_CORP_URL", url().toString(),
                "SSO_CORP_NAME", "Example Corp",
                "SSO_CORP_CLIENT_ID", "atelier",
                "SSO_CORP_CLIENT_SECRET", SECRET,
                "SSO_CORP_AUDIENCE", AUDIENCE,
                "SSO_CORP_ROLE", "creator",
                "SIGN_UP", "sso",
                "ATELIER_ALLOW_PRIVATE_HOSTS", "localhost:" + port);
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Our servers start without it; people need it. */
    void awaitStart() {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> send(HttpRequest.newBuilder(URI.create(url() + "/.well-known/openid-configuration"))
                                        .build())
                                .statusCode()
                        == 200);
    }

    void rotateKeys() {
        send(HttpRequest.newBuilder(URI.create(url() + "/rotate"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** An access token for our API, as a program gets it. */
    String accessToken() throws IOException {
        String basic = Base64.getEncoder().encodeToString(("robot:" + SECRET).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url() + "/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&resource="
                        + URLEncoder.encode(AUDIENCE, StandardCharsets.UTF_8)))
                .build());
        String token =
                new ObjectMapper().readTree(answer.body()).path("access_token").asText();
        if (token.isEmpty()) {
            throw new AssertionError(answer.body());
        }
        return token;
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
