package dev.atelier.app.credit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.generation.Generation;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreditRoutesTest {
    private static final String GRANT = "{\"kind\":\"grant\",\"amount\":100,\"reason\":\"start\"}";
    private final TestApi api = new TestApi();
    private final Client admin = api.as(Role.ADMIN);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatIsGrantedOnceCountsOnce() {
        Answer first = admin.with("Idempotency-Key", "g1").post("/api/v1/admin/credits", GRANT);
        assertThat(first.status()).isEqualTo(201);
        assertThat(admin.with("Idempotency-Key", "g1")
                        .post("/api/v1/admin/credits", GRANT)
                        .body())
                .isEqualTo(first.body());
        assertThat(api.as(Role.CREATOR)
                        .get("/api/v1/credits")
                        .json()
                        .path("available")
                        .asLong())
                .isEqualTo(100);
        Answer ledger = admin.get("/api/v1/credits/ledger");
        assertThat(ledger.json().path("data")).hasSize(1);
        assertThat(ledger.json().path("data").get(0).path("reason").asText()).isEqualTo("start");
        assertThat(api.store.ledger().verify()).isEmpty();
    }

    @Test
    void correctionsNeverGoBelowWhatIsAvailable() {
        admin.post("/api/v1/admin/credits", GRANT);
        assertThat(admin.post("/api/v1/admin/credits", "{\"kind\":\"adjustment\",\"amount\":-101,\"reason\":\"x\"}")
                        .code())
                .isEqualTo("conflict");
        assertThat(admin.post("/api/v1/admin/credits", "{\"kind\":\"adjustment\",\"amount\":-40,\"reason\":\"x\"}")
                        .status())
                .isEqualTo(201);
        assertThat(admin.get("/api/v1/credits").json().path("balance").asLong()).isEqualTo(60);
    }

    @Test
    void senselessAmountsAreRefused() {
        for (String body : new String[] {
            "{\"kind\":\"grant\",\"amount\":0,\"reason\":\"x\"}",
            "{\"kind\":\"grant\",\"amount\":-1,\"reason\":\"x\"}",
            "{\"kind\":\"grant\",\"amount\":1.5,\"reason\":\"x\"}",
            "{\"kind\":\"grant\",\"amount\":\"1\",\"reason\":\"x\"}",
            "{\"kind\":\"grant\",\"amount\":1000000001,\"reason\":\"x\"}",
            "{\"kind\":\"hold\",\"amount\":1,\"reason\":\"x\"}",
            "{\"kind\":\"grant\",\"amount\":1,\"reason\":\"\"}",
            "{\"kind\":\"grant\",\"amount\":1,\"reason\":\"x\",\"actor\":\"me\"}"
        }) {
            assertThat(admin.post("/api/v1/admin/credits", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(admin.get("/api/v1/credits").json().path("granted").asLong()).isZero();
    }

    @Test
    void theLedgerIsFilteredAndNamesItsPeople() {
        admin.post("/api/v1/admin/credits", GRANT);
        Member creator = api.member(api.owner.org(), Role.CREATOR);
        var tenant =
                new Samples.Tenant(api.store.accounts().findOrg(creator.org()).orElseThrow(), creator.user());
        Generation generation = Samples.stored(api.store, tenant);
        api.store
                .ledger()
                .hold(
                        creator.org(),
                        generation.tasks().get(0).hold(),
                        generation.id(),
                        Credits.of(14),
                        LedgerNote.by(creator.user().id(), "asked"));
        api.store.ledger().adjust(creator.org(), 5, "found", LedgerNote.bySystem("found"));

        JsonNode all = ledger(api.as(creator), "");
        assertThat(all.findValuesAsText("kind")).containsExactly("adjustment", "hold", "grant");
        assertThat(all.get(0).path("actorName").isNull()).isTrue();
        assertThat(all.get(1).path("actorName").asText()).isEqualTo("Some CREATOR");
        assertThat(all.get(2).path("actorName").asText()).isEqualTo("Some ADMIN");
        assertThat(ledger(admin, "?kind=grant").findValuesAsText("kind")).containsExactly("grant");
        assertThat(ledger(admin, "?generation=" + generation.id()).findValuesAsText("kind"))
                .containsExactly("hold");
        assertThat(ledger(admin, "?kind=grant&generation=" + generation.id())).isEmpty();
        assertThat(ledger(api.as(api.org("Second", "boss@second.example")), "?generation=" + generation.id()))
                .isEmpty();
        for (String bad : new String[] {"?kind=gift", "?generation=7"}) {
            assertThat(admin.get("/api/v1/credits/ledger" + bad).status()).isEqualTo(400);
        }
    }

    @Test
    void theOperatorsPeopleHaveNoNameElsewhere() {
        Member other = api.org("Second", "boss@second.example");
        Answer granted = admin.post("/api/v1/admin/credits", GRANT.replace("}", ",\"orgId\":\"" + other.org() + "\"}"));
        assertThat(granted.json().path("actorName").asText()).isEqualTo("Some ADMIN");
        JsonNode entry = ledger(api.as(other), "").get(0);
        assertThat(entry.path("actor")).isEqualTo(granted.json().path("actor"));
        assertThat(entry.path("actorName").isNull()).isTrue();
    }

    private static JsonNode ledger(Client client, String query) {
        return client.get("/api/v1/credits/ledger" + query).json().path("data");
    }

    @Test
    void aTenantCannotPayItself() {
        Member tenant = api.org("Second", "boss@second.example");
        Client boss = api.as(tenant);
        assertThat(boss.post("/api/v1/admin/credits", GRANT).status()).isEqualTo(403);
        String forTenant = "{\"kind\":\"grant\",\"amount\":7,\"reason\":\"x\",\"orgId\":\"" + tenant.org() + "\"}";
        assertThat(admin.post("/api/v1/admin/credits", forTenant).status()).isEqualTo(201);
        assertThat(boss.get("/api/v1/credits").json().path("available").asLong())
                .isEqualTo(7);
        assertThat(admin.get("/api/v1/credits").json().path("available").asLong())
                .isZero();
        assertThat(admin.post(
                                "/api/v1/admin/credits",
                                forTenant.replace(
                                        tenant.org().toString(),
                                        UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(404);
    }
}
