package dev.atelier.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A server on a free port with a client that speaks real HTTP. Unless an authenticator is given, {@link #as} hands out tokens that only
 * this server knows.
 */
public final class TestServer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final HttpServer server;
    private final Map<String, Principal> tokens;
    private final ResponseCheck check;

    private TestServer(HttpServer server, Map<String, Principal> tokens, ResponseCheck check) {
        this.server = server;
        this.tokens = tokens;
        this.check = check;
    }

    /** These routes, all about the same, behind the test's own tokens. */
    public static TestServer of(Consumer<Access> routes) {
        return with(Routes.of(Area.OPERATIONS, routes));
    }

    /** These groups behind the test's own tokens. */
    public static TestServer with(Routes... groups) {
        return with(HttpSettings.local(), groups);
    }

    @SuppressWarnings("overloads") // Nobody passes an authenticator as routes.
    public static TestServer with(HttpSettings settings, Routes... groups) {
        Map<String, Principal> tokens = new ConcurrentHashMap<>();
        return start(settings, ctx -> byToken(ctx, tokens), Admission.OPEN, Tenancy.NONE, tokens, groups);
    }

    /** These groups behind the test's own tokens, and at this pace. */
    @SuppressWarnings("overloads")
    public static TestServer with(Admission admission, Routes... groups) {
        Map<String, Principal> tokens = new ConcurrentHashMap<>();
        return start(HttpSettings.local(), ctx -> byToken(ctx, tokens), admission, Tenancy.NONE, tokens, groups);
    }

    /** These groups behind a real authenticator. */
    @SuppressWarnings("overloads")
    public static TestServer with(HttpSettings settings, Authenticator authenticator, Routes... groups) {
        return with(settings, authenticator, Tenancy.NONE, groups);
    }

    /** These groups behind a real authenticator, each request in its caller's org. */
    public static TestServer with(
            HttpSettings settings, Authenticator authenticator, Tenancy tenancy, Routes... groups) {
        return start(settings, authenticator, Admission.OPEN, tenancy, new ConcurrentHashMap<>(), groups);
    }

    private static TestServer start(
            HttpSettings settings,
            Authenticator authenticator,
            Admission admission,
            Tenancy tenancy,
            Map<String, Principal> tokens,
            Routes... groups) {
        HttpServer server = new HttpServer(
                settings, authenticator, admission, tenancy, Ids.timeOrdered(Clock.systemUTC()), List.of(groups));
        return new TestServer(
                server.start("127.0.0.1", 0), tokens, new ResponseCheck(OpenApiDocument.of(List.of(groups))));
    }

    private static Optional<Principal> byToken(Context ctx, Map<String, Principal> tokens) {
        String header = ctx.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(tokens.get(header))
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "unknown test token")));
    }

    public HttpServer server() {
        return server;
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public Client anonymous() {
        return new Client(List.of());
    }

    /** Whoever has this access token of a real authenticator. */
    public Client bearer(String accessToken) {
        return new Client(List.of("Authorization", "Bearer " + accessToken));
    }

    /** Somebody new with this role in a new org. */
    public Client as(Role role) {
        return as(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()), role);
    }

    /** A program with every scope there is. */
    public Client as(OrgId org, UserId user, Role role) {
        Set<Scope> all = Area.allGrantable().stream()
                .map(area -> Scope.write(area.word()))
                .collect(Collectors.toSet());
        return as(new Principal(
                new Caller(org, user), role, new Proof.AccessToken(new AccessTokenId(UUID.randomUUID()), all)));
    }

    /** A caller with a session, such as a browser. */
    public Client as(OrgId org, UserId user, Role role, SessionId session) {
        return as(new Principal(new Caller(org, user), role, new Proof.Session(session)));
    }

    /** A program with a token that is in the store. */
    public Client as(OrgId org, UserId user, Role role, Proof.AccessToken token) {
        return as(new Principal(new Caller(org, user, token.id()), role, token));
    }

    private Client as(Principal principal) {
        String header = "Bearer test-" + UUID.randomUUID();
        tokens.put(header, principal);
        return new Client(List.of("Authorization", header));
    }

    @Override
    public void close() {
        server.close();
    }

    /** One caller. */
    public final class Client {
        private final List<String> headers;

        private Client(List<String> headers) {
            this.headers = headers;
        }

        /** The same caller with more headers: name, value, name, value. */
        public Client with(String... more) {
            List<String> all = new ArrayList<>(headers);
            all.addAll(List.of(more));
            return new Client(all);
        }

        public Answer get(String path) {
            return send("GET", path, null);
        }

        public Answer post(String path, String json) {
            return send("POST", path, json);
        }

        public Answer put(String path, String json) {
            return send("PUT", path, json);
        }

        public Answer patch(String path, String json) {
            return send("PATCH", path, json);
        }

        public Answer delete(String path) {
            return send("DELETE", path, null);
        }

        /** Begins a GET whose answer is read as it comes; the caller closes the stream. */
        public HttpResponse<InputStream> stream(String path) {
            try {
                return HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new IllegalStateException("GET " + path + " failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** The headers this caller sends: name, value, name, value. */
        public List<String> headers() {
            return List.copyOf(headers);
        }

        private HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
            for (int i = 0; i < headers.size(); i += 2) {
                request.header(headers.get(i), headers.get(i + 1));
            }
            return request;
        }

        /** Sends; a body that is not null goes as JSON unless a header says otherwise. */
        public Answer send(String method, String path, String body) {
            return body == null
                    ? sendRaw(method, path, HttpRequest.BodyPublishers.noBody())
                    : (headers.contains("Content-Type") ? this : with("Content-Type", "application/json"))
                            .sendRaw(method, path, HttpRequest.BodyPublishers.ofString(body));
        }

        /** Sends any body, with no type but that of {@link #with}. */
        public Answer sendRaw(String method, String path, HttpRequest.BodyPublisher body) {
            HttpRequest.Builder request = request(path).timeout(Duration.ofSeconds(20));
            request.method(method, body);
            try {
                HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
                check.check(
                        method,
                        path,
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        response.body());
                return new Answer(response.statusCode(), response.headers(), response.body());
            } catch (IOException e) {
                throw new IllegalStateException(method + " " + path + " failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        /** The value of the cookie that this answer sets; blank if it sets none of the name. */
        public String cookie(String name) {
            return headers.allValues("Set-Cookie").stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1, line.indexOf(';')))
                    .findFirst()
                    .orElse("");
        }

        /** The header's value; blank if it is not there. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The problem's code; blank if this is no problem. */
        public String code() {
            return header("Content-Type").startsWith("application/problem+json")
                    ? json().path("code").asText()
                    : "";
        }
    }
}
