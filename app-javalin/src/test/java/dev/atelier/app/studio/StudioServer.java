package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.atelier.app.e2e.ApiClient;
import dev.atelier.app.e2e.ApiClient.Answer;
import dev.atelier.app.e2e.ServerProcess;
import dev.atelier.core.account.Role;
import java.net.HttpCookie;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A real server of the built classes with a database of its own and the sandbox vendor, its members, and the pictures they made. */
final class StudioServer implements AutoCloseable {
    static final String PASSWORD = "a long sentence for the studio";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SESSION_LIFE = Duration.ofMinutes(5);
    private static final Set<String> OPEN = Set.of("pending", "processing");

    private final StudioDatabases.Database database;
    private final ServerProcess process;
    private final Map<Role, Person> people = new EnumMap<>(Role.class);
    private final Map<Role, Session> sessions = new EnumMap<>(Role.class);
    private final Map<Role, ApiClient> clients = new EnumMap<>(Role.class);

    private record Session(List<Cookie> cookies, Instant since) {}

    /** Somebody who can sign in with {@link #PASSWORD}. */
    record Person(Role role, String email, String displayName) {}

    /** @param more settings that replace those of the tests */
    StudioServer(StudioDatabases.Database database, Path folder, Map<String, String> more) {
        this.database = database;
        Person owner = new Person(Role.OWNER, "owner@studio.example", "Owner");
        people.put(Role.OWNER, owner);
        Map<String, String> environment = new HashMap<>();
        // Whatever keys the developer's own shell has: nothing here may reach a vendor or a bucket.
        for (String setting : List.of(
                "KIE_AI_API_KEY",
                "ANTHROPIC_API_KEY",
                "OPENAI_API_KEY",
                "OPENROUTER_API_KEY",
                "GEMINI_API_KEY",
                "NANO_BANANA_API_KEY",
                "VEO3_API_KEY",
                "R2_ACCOUNT_ID",
                "R2_BUCKET_NAME",
                "S3_BUCKET")) {
            environment.put(setting, "");
        }
        environment.put("PORT", Integer.toString(ServerProcess.freePort()));
        environment.put("DATABASE_URL", database.url());
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", owner.email());
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("ATELIER_WELCOME_CREDITS", "10000");
        environment.put("ATELIER_HEARTBEAT_SECONDS", "2");
        environment.putAll(more);
        process = new ServerProcess(environment, folder.resolve("server.log"));
        process.start();
    }

    URI url() {
        return process.url();
    }

    ServerProcess process() {
        return process;
    }

    StudioDatabases.Database database() {
        return database;
    }

    /** The member of this role; invited and joined through the API when first asked for. */
    Person person(Role role) {
        return people.computeIfAbsent(role, this::join);
    }

    private Person join(Role role) {
        String word = role.name().toLowerCase(Locale.ROOT);
        Person person = new Person(
                role, word + "@studio.example", word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        new ApiClient(url()).join(invite(person.email(), role), person.displayName(), PASSWORD);
        return person;
    }

    /** The token of a new invite, as the owner would send it. */
    String invite(String email, Role role) {
        Answer invited = as(Role.OWNER)
                .post(
                        "/api/v1/admin/members/invites",
                        json(Map.of("email", email, "role", role.name().toLowerCase(Locale.ROOT))));
        assertThat(invited.status()).as("%s", invited.json()).isEqualTo(201);
        return invited.json().path("token").asText();
    }

    /** A program that acts for the member of this role. Its token lives ten minutes. */
    ApiClient as(Role role) {
        return clients.computeIfAbsent(
                role, wanted -> new ApiClient(url()).signIn(person(wanted).email(), PASSWORD));
    }

    /**
     * The cookies of a session of this member. Browsers share it as long as it surely needs no renewal, as the windows of one person do;
     * who wants to end it signs in by the form.
     */
    List<Cookie> cookies(Role role) {
        Session known = sessions.get(role);
        if (known == null || known.since().plus(SESSION_LIFE).isBefore(Instant.now())) {
            Answer answer = new ApiClient(url())
                    .post(
                            "/api/v1/auth/login",
                            json(Map.of("email", person(role).email(), "password", PASSWORD)));
            assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
            List<Cookie> cookies = answer.response().headers().allValues("Set-Cookie").stream()
                    .map(header -> HttpCookie.parse(header).get(0))
                    .map(cookie -> new Cookie(cookie.getName(), cookie.getValue())
                            .setUrl(url().toString())
                            .setHttpOnly(cookie.isHttpOnly())
                            .setSameSite(SameSiteAttribute.STRICT))
                    .toList();
            known = new Session(cookies, Instant.now());
            sessions.put(role, known);
        }
        return known.cookies();
    }

    /** Starts a generation in the sandbox as a creator; returns its id. */
    String start(String prompt, int imageCount) {
        Answer accepted =
                as(Role.CREATOR).post("/api/v1/generations", json(Map.of("prompt", prompt, "imageCount", imageCount)));
        assertThat(accepted.status()).as("%s", accepted.json()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    /** Makes pictures in the sandbox as a creator and waits for the end, good or bad. */
    JsonNode make(String prompt, int imageCount) {
        return ended(start(prompt, imageCount));
    }

    /** Waits for the end of a generation. */
    JsonNode ended(String id) {
        String path = "/api/v1/generations/" + id;
        await("the end of " + id)
                .atMost(PATIENCE)
                .until(() -> !OPEN.contains(
                        as(Role.CREATOR).get(path).json().path("state").asText()));
        return as(Role.CREATOR).get(path).json();
    }

    static String json(Map<String, ?> body) {
        try {
            return new ObjectMapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
