package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.account.Role;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpServerTest {
    private static final String ORIGIN = "https://studio.example";
    private static TestServer server;

    private static void routes(Access access) {
        access.get("/api/v1/open", Gate.PUBLIC, ctx -> ctx.json(List.of(1)));
        access.get("/api/v1/things/{id}", Gate.CREATOR, ctx -> ctx.json(ctx.pathParam("id")));
        access.post("/api/v1/echo", Gate.PUBLIC, ctx -> ctx.json(RequestBody.tree(ctx)));
        access.add(HandlerType.POST, "/api/v1/small", Gate.PUBLIC, RouteOptions.AUTH, ctx -> ctx.status(204));
        access.add(
                HandlerType.POST,
                "/api/v1/parts",
                Gate.PUBLIC,
                RouteOptions.multipart(2048),
                ctx -> ctx.json(ctx.uploadedFiles().size()));
        access.get("/api/v1/broken", Gate.PUBLIC, ctx -> {
            throw new IllegalStateException("jdbc:postgresql://db.internal secret-4711");
        });
        access.get("/api/v1/late", Gate.PUBLIC, ctx -> {
            throw new HttpException.RuntimeException(408, "the body comes too slowly");
        });
        access.get("/api/v1/spoilt", Gate.PUBLIC, ctx -> {
            throw new IOException(new HttpException.RuntimeException(431, "trailers"));
        });
        access.get("/api/v1/wide/<id>/end", Gate.PUBLIC, ctx -> ctx.json(ctx.pathParam("id")));
    }

    @BeforeAll
    static void start() {
        server = TestServer.with(
                new HttpSettings(true, Set.of(ORIGIN), "", Duration.ofSeconds(5)),
                Routes.of(Area.OPERATIONS, HttpServerTest::routes));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (String path : List.of("/api/v1/open", "/api/v1/nowhere", "/api/v1/broken")) {
            var answer = server.anonymous().get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void aSaneRequestIdIsKeptAndAnyOtherReplaced() {
        assertThat(server.anonymous()
                        .with("Atelier-Request-Id", "abc-12345")
                        .get("/api/v1/open")
                        .header("Atelier-Request-Id"))
                .isEqualTo("abc-12345");
        assertThat(server.anonymous()
                        .with("Atelier-Request-Id", "a b<script>")
                        .get("/api/v1/open")
                        .header("Atelier-Request-Id"))
                .matches("[0-9a-f-]{36}");
    }

    @Test
    void aProblemSaysAllThatACallerAsks() {
        var answer = server.anonymous().get("/api/v1/things/7");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        JsonNode body = answer.json();
        assertThat(body.path("type").asText()).isEqualTo("https://atelier.dev/problems/unauthenticated");
        assertThat(body.path("instance").asText()).isEqualTo("/api/v1/things/7");
        assertThat(body.path("requestId").asText()).isEqualTo(answer.header("Atelier-Request-Id"));
        assertThat(body.path("charged").isBoolean()).isTrue();
        assertThat(body.path("retryable").isBoolean()).isTrue();
        assertThat(body.has("retryAfterMs")).isTrue();
        assertThat(server.anonymous()
                        .get("/problems/unauthenticated")
                        .json()
                        .path("status")
                        .asInt())
                .isEqualTo(401);
    }

    @Test
    void rolesBelowTheGateAreRefused() {
        assertThat(server.as(Role.EVALUATOR).get("/api/v1/things/7").code()).isEqualTo("forbidden");
        assertThat(server.as(Role.CREATOR).get("/api/v1/things/7").status()).isEqualTo(200);
        assertThat(server.as(Role.OWNER).get("/api/v1/things/7").status()).isEqualTo(200);
    }

    @Test
    void headDoesNotGetAroundTheGuard() {
        assertThat(server.anonymous().send("HEAD", "/api/v1/things/7", null).status())
                .isEqualTo(405);
    }

    @Test
    void unexpectedFailuresLeakNothing() {
        var answer = server.anonymous().get("/api/v1/broken");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal_error");
        assertThat(answer.body()).doesNotContain("4711", "jdbc", "IllegalState");
        assertThat(answer.json().path("detail").asText()).contains(answer.header("Atelier-Request-Id"));
    }

    @Test
    void whatJettyRefusesWhileTheBodyIsReadKeepsItsStatus() {
        var late = server.anonymous().get("/api/v1/late");
        assertThat(late.status()).isEqualTo(408);
        assertThat(late.code()).isEqualTo("request_timeout");
        assertThat(late.json().path("retryable").asBoolean()).isTrue();
        var spoilt = server.anonymous().get("/api/v1/spoilt");
        assertThat(spoilt.status()).isEqualTo(431);
        assertThat(spoilt.json().path("status").asInt()).isEqualTo(431);
        assertThat(spoilt.code()).isEqualTo("malformed_request");
    }

    @Test
    void wrongAddressesMethodsAndTypesAreProblems() {
        assertThat(server.anonymous().get("/api/v1/nowhere").code()).isEqualTo("not_found");
        var wrongMethod = server.anonymous().delete("/api/v1/open");
        assertThat(wrongMethod.code()).isEqualTo("method_not_allowed");
        assertThat(wrongMethod.header("Allow")).contains("GET");
        assertThat(server.anonymous()
                        .with("Accept", "text/csv")
                        .get("/api/v1/open")
                        .code())
                .isEqualTo("not_acceptable");
        assertThat(server.anonymous()
                        .with("Accept", "application/*;q=0.5")
                        .get("/api/v1/open")
                        .status())
                .isEqualTo(200);
        assertThat(server.anonymous()
                        .with("Content-Type", "text/plain")
                        .post("/api/v1/echo", "{}")
                        .code())
                .isEqualTo("unsupported_media_type");
    }

    @Test
    void bodiesAreBounded() {
        String large = "\"" + "x".repeat(70_000) + "\"";
        assertThat(server.anonymous().post("/api/v1/small", large).code()).isEqualTo("body_too_large");
        assertThat(server.anonymous().post("/api/v1/echo", large).code()).isEqualTo("malformed_request");
        assertThat(server.anonymous()
                        .post("/api/v1/echo", "[" + "1,".repeat(600_000) + "1]")
                        .code())
                .isEqualTo("body_too_large");
        String parts = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n%s\r\n--b--\r\n";
        var multipart = server.anonymous().with("Content-Type", "multipart/form-data; boundary=b");
        assertThat(multipart.post("/api/v1/parts", parts.formatted("ok")).body())
                .isEqualTo("1");
        assertThat(multipart
                        .post("/api/v1/parts", parts.formatted("x".repeat(4000)))
                        .code())
                .isEqualTo("body_too_large");
        assertThat(multipart.post("/api/v1/echo", parts.formatted("ok")).code()).isEqualTo("unsupported_media_type");
    }

    @Test
    void aChunkedUploadIsBoundedToo() throws IOException {
        String head = "POST /api/v1/parts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n\r\n";
        String part = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + "x".repeat(9000)
                + "\r\n--b--\r\n";
        String answer = raw(head + Integer.toHexString(part.length()) + "\r\n" + part + "\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413").contains("body_too_large");
    }

    @Test
    void whatJettyRefusesIsAProblemToo() throws IOException {
        String answer = raw("GET /api/v1/things/..%2f..%2fetc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"charged\":false");
        assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400").contains("application/problem+json");
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json");
    }

    @Test
    void aWildcardTakesSlashes() {
        assertThat(server.anonymous().get("/api/v1/wide/a/b/end").json().asText())
                .isEqualTo("a/b");
    }

    @Test
    void onlyListedOriginsMayCall() {
        var preflight = server.anonymous()
                .with("Origin", ORIGIN, "Access-Control-Request-Method", "POST")
                .send("OPTIONS", "/api/v1/echo", null);
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .contains("Idempotency-Key", "X-Stainless-Retry-Count", "OpenAI-Organization");
        assertThat(server.anonymous()
                        .with("Origin", "https://evil.example")
                        .get("/api/v1/open")
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void theAccessLogNamesTheRouteAndNeverThePath() {
        Logger log = (Logger) LoggerFactory.getLogger("dev.atelier.access");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try {
            server.as(Role.CREATOR).get("/api/v1/things/token-4711?key=secret-0815");
            await().untilAsserted(() -> assertThat(lines.list).hasSize(1));
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        String line = lines.list.get(0).getKeyValuePairs() + lines.list.get(0).getFormattedMessage();
        assertThat(line)
                .contains("route=\"/api/v1/things/{id}\"", "status=\"200\"", "requestId=", "org=", "user=")
                .doesNotContain("4711", "0815");
    }

    @Test
    void aRouteCannotBeAddedTwice() {
        Access access = new Access();
        access.get("/a/{id}", Gate.PUBLIC, ctx -> {});
        assertThatThrownBy(() -> access.get("/a/{other}", Gate.ADMIN, ctx -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
