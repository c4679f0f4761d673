package dev.atelier.app.e2e;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.InviteMember;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.RegisterOwner;
import dev.atelier.core.account.Role;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.shared.Ids;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two real servers, A and B, on one PostgreSQL and one bucket, as the operations guide wants them; vendors call back at A. */
final class TwoServers implements AutoCloseable {
    static final String KIE_KEY = "canary-kie-7d1f0a93c2";
    static final String OPENAI_KEY = "canary-openai-51be77d204";
    static final String GEMINI_KEY = "canary-gemini-e80c3b6f19";
    static final String WEBHOOK_KEY = "canary-webhook-hmac-2f6a9d";
    static final String EMAIL = "owner@pipeline.example";
    static final String PASSWORD = "a long sentence for the pipeline";

    private static final String MASTER_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeef0d";

    private final EmbeddedPostgres database;
    private final Bucket bucket = new Bucket();
    private final VendorStubs vendors = new VendorStubs();
    private final ServerProcess first;
    private final ServerProcess second;
    private final Path folder;

    TwoServers(Path folder) throws Exception {
        this.folder = folder;
        database = EmbeddedPostgres.start(folder.resolve("postgres"));
        int port = ServerProcess.freePort();
        first = new ServerProcess(environment("a", port, port), folder.resolve("a.log"));
        first.start();
        second = new ServerProcess(environment("b", ServerProcess.freePort(), port), folder.resolve("b.log"));
        second.start();
    }

    private Map<String, String> environment(String name, int port, int callbackPort) {
        Map<String, String> environment = new HashMap<>(bucket.environment());
        environment.put("PORT", Integer.toString(port));
        environment.put("DATABASE_URL", ChaosIT.databaseUrl(database));
        environment.put("ATELIER_DATA", folder.resolve(name).toString());
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", EMAIL);
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("PROVIDER_KEY_ENCRYPTION_SECRET", MASTER_KEY);
        environment.put("KIE_AI_API_KEY", KIE_KEY);
        environment.put("OPENAI_API_KEY", OPENAI_KEY);
        environment.put("GEMINI_API_KEY", GEMINI_KEY);
        environment.put("ATELIER_ALLOW_PRIVATE_HOSTS", vendors.host());
        environment.put("CALLBACK_BASE_URL", "http://localhost:" + callbackPort);
        // Nothing is polled while a test runs: what ends, ends by its callback.
        environment.put("ATELIER_CALLBACK_GRACE_SECONDS", "600");
        environment.put("ATELIER_WORKERS", "6");
        return environment;
    }

    VendorStubs vendors() {
        return vendors;
    }

    ApiClient onA() {
        return new ApiClient(first.url()).signIn(EMAIL, PASSWORD);
    }

    ApiClient onB() {
        return new ApiClient(second.url()).signIn(EMAIL, PASSWORD);
    }

    /** A creator of another org, signed in on B. */
    ApiClient strangerOnB() {
        Clock clock = Clock.systemUTC();
        Ids ids = Ids.timeOrdered(clock);
        try (Persistence store =
                Persistence.connect(PersistenceSettings.of(database.jdbcUrl(), database.user(), database.password()))) {
            Member owner = new RegisterOwner(store.accounts(), store.transactions(), ids, clock)
                    .register("Elsewhere", new Email("owner@elsewhere.example"), "Owner", null);
            Secret invite = new InviteMember(store.accounts(), store.transactions(), ids, clock)
                    .invite(
                            new Caller(owner.org(), owner.user().id()),
                            new Email("creator@elsewhere.example"),
                            Role.CREATOR)
                    .fold((made, token) -> token, why -> {
                        throw new AssertionError(why);
                    });
            return new ApiClient(second.url()).join(invite.reveal(), "Stranger", "a long sentence for a stranger");
        }
    }

    /** All that both servers have written out. */
    List<String> logs() {
        return List.of(first.output(), second.output());
    }

    @Override
    public void close() {
        second.close();
        first.close();
        vendors.close();
        bucket.close();
        database.close();
    }
}
