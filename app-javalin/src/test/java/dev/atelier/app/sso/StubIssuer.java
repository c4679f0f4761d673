package dev.atelier.app.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** An issuer that answers with whatever token a test wants, right or wrong. */
final class StubIssuer implements AutoCloseable {
    static final String CLIENT = "atelier";
    static final String AUDIENCE = "https://api.atelier.example";

    final AtomicInteger keyFetches = new AtomicInteger();
    final AtomicInteger codesSeen = new AtomicInteger();
    private final HttpServer server;
    private volatile RSAKey key = newKey("key-1");
    private volatile BiFunction<StubIssuer, JWTClaimsSet.Builder, String> idToken =
            (issuer, claims) -> Tokens.rs256(issuer.key(), claims.build());
    private volatile Map<String, String> form = Map.of();
    private volatile String nonce = "";
    private volatile String subject = "subject-1";
    private volatile String email = "ada@corp.example";
    private volatile boolean up = true;

    StubIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, metadata()));
        server.createContext("/keys", exchange -> {
            keyFetches.incrementAndGet();
            answer(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/token", this::token);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    RSAKey key() {
        return key;
    }

    /** From now on it signs by another key, and names no other. */
    void rotate(String id) {
        key = newKey(id);
    }

    /** The nonce that the next ID token has, as the browser brought it. */
    void signIn(String nonceOfFlow, String who, String address) {
        nonce = nonceOfFlow;
        subject = who;
        email = address;
    }

    void answerWith(BiFunction<StubIssuer, JWTClaimsSet.Builder, String> token) {
        idToken = token;
    }

    void up(boolean reachable) {
        up = reachable;
    }

    /** What the last trade of a code was asked with. */
    Map<String, String> form() {
        return form;
    }

    JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url().toString())
                .subject(subject)
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce)
                .claim("email", email)
                .claim("email_verified", true)
                .claim("name", "Ada Lovelace");
    }

    JWTClaimsSet.Builder bearer(String who) {
        return claims().subject(who).audience(AUDIENCE).claim("nonce", null).claim("email", who + "@corp.example");
    }

    private String metadata() {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/sign-in","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys",
                 "response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"]}""".formatted(url());
    }

    private void token(HttpExchange exchange) throws IOException {
        codesSeen.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>(Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))));
        fields.put("authorization", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        form = fields;
        answer(
                exchange,
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"" + idToken.apply(this, claims())
                        + "\"}");
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(up ? 200 : 503, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
