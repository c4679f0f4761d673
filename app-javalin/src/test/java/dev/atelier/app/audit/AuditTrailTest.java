package dev.atelier.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.shared.PageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every change that an admin can make leaves an entry, and no entry leaves a secret. */
class AuditTrailTest {
    private static final TestApi API = new TestApi();
    private static final AuditTrials TRIALS = new AuditTrials(API);
    private static final String LOG = "/api/v1/admin/audit-log";

    /** Routes of admins that write no entry, and why. */
    private static final Map<String, String> SILENT = Map.ofEntries(
            Map.entry("POST /api/v1/admin/providers/test", "asks a vendor and keeps nothing"),
            Map.entry("POST /api/v1/admin/chains/simulate", "asks nobody and keeps nothing"),
            Map.entry("POST /api/v1/admin/providers/{id}/test", "asks a vendor and keeps nothing"),
            Map.entry(
                    "POST /api/v1/admin/jobs/bulk", "repeats work of our own; the story of the generation tells of it"),
            Map.entry(
                    "POST /api/v1/admin/jobs/{id}/retry",
                    "repeats work of our own; the story of the generation tells of it"),
            Map.entry(
                    "DELETE /api/v1/admin/jobs/{id}",
                    "drops work that had failed for good; the generation ends by its deadline"),
            Map.entry("POST /api/v1/admin/callbacks/{id}/replay", "asks the vendor how a task stands"),
            Map.entry(
                    "POST /api/v1/webhook-endpoints/{id}/test", "sends a ping, which the list of deliveries tells of"),
            Map.entry(
                    "POST /api/v1/webhook-endpoints/{id}/deliveries/{did}/redeliver",
                    "sends again what was sent; the list of deliveries tells of it"));

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void everyChangingRouteOfAdminsHasATrialOrAReason() {
        List<String> changing = API.server.server().access().routes().stream()
                .filter(route -> Set.of(Gate.ADMIN, Gate.OWNER).contains(route.gate()))
                .filter(route -> !route.method().name().equals("GET"))
                .map(AuditTrailTest::name)
                .toList();
        assertThat(changing)
                .hasSizeGreaterThan(15)
                .allSatisfy(route -> assertThat(TRIALS.all().containsKey(route) ^ SILENT.containsKey(route))
                        .as("%s: add a request to AuditTrials, or a reason why it is not in the audit log", route)
                        .isTrue());
        List<String> known = API.server.server().access().routes().stream()
                .map(AuditTrailTest::name)
                .toList();
        assertThat(known).containsAll(TRIALS.all().keySet()).containsAll(SILENT.keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyChangeLeavesAnEntry() {
        return TRIALS.all().entrySet().stream()
                .map(trial -> DynamicTest.dynamicTest(trial.getKey(), () -> {
                    AuditTrials.Request request = trial.getValue().preparation().prepare();
                    // So that what comes now is the newest.
                    API.clock.advance(Duration.ofSeconds(1));
                    int before = entries().size();
                    Answer answer = request.send();
                    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
                    List<AuditEntry> fresh = entries().subList(0, entries().size() - before);
                    assertThat(fresh).isNotEmpty().allSatisfy(entry -> {
                        assertThat(entry.origin().requestId()).isEqualTo(answer.header("Atelier-Request-Id"));
                        assertThat(entry.origin().ip()).isEqualTo("127.0.0.1");
                        assertThat(entry.origin().actor().name()).isNotBlank();
                        assertThat(entry.at()).isEqualTo(API.clock.instant());
                    });
                    assertThat(fresh)
                            .extracting(entry -> entry.change().action())
                            .contains(trial.getValue().action());
                    String told = API.as(API.owner).get(LOG + "?limit=200").body();
                    assertThat(told)
                            .doesNotContain(
                                    TestApi.PASSWORD, AuditTrials.NEW_PASSWORD, AuditTrials.KEY, AuditTrials.OTHER_KEY)
                            .doesNotContain(AuditTrials.RECEIVER);
                    for (String name : List.of("token", "secret", "accessToken")) {
                        JsonNode secret =
                                answer.status() == 204 ? null : answer.json().get(name);
                        assertThat(secret != null && secret.isTextual() && told.contains(secret.asText()))
                                .as(name)
                                .isFalse();
                    }
                }));
    }

    @Test
    void thePageListsEveryAction() throws IOException {
        String page = Files.readString(Path.of("../docs/audit-log.md"));
        assertThat(AuditAction.words()).allSatisfy(word -> assertThat(page).contains("`" + word + "`"));
    }

    @Test
    void anEntrySaysWhoAndWhatAndHowItWasBefore() {
        Member owner = API.member(API.owner.org(), Role.OWNER);
        Member viewer = API.member(API.owner.org(), Role.VIEWER);
        Client client = API.as(owner);
        String path = "/api/v1/admin/members/" + viewer.user().id();
        String tag = client.get(path).header("ETag");
        client.with("If-Match", tag, "Atelier-Request-Id", "made-by-a-test").patch(path, "{\"role\":\"CREATOR\"}");
        JsonNode page = client.get(LOG + "?subject=" + viewer.user().id() + "&action=member&actor="
                        + owner.user().id())
                .json();
        assertThat(page.path("data")).hasSize(1);
        JsonNode entry = page.path("data").get(0);
        assertThat(entry.path("action").asText()).isEqualTo("member.role_changed");
        assertThat(entry.path("actor").toString())
                .isEqualTo("{\"kind\":\"user\",\"id\":\"" + owner.user().id() + "\",\"name\":\"Some OWNER\"}");
        assertThat(entry.path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(entry.path("requestId").asText()).isEqualTo("made-by-a-test");
        assertThat(entry.path("subject").path("label").asText())
                .isEqualTo(viewer.user().email());
        assertThat(entry.path("before").toString()).isEqualTo("{\"role\":\"viewer\"}");
        assertThat(entry.path("after").toString()).isEqualTo("{\"role\":\"creator\"}");
    }

    @Test
    void whatIsRefusedLeavesNoEntry() {
        Client owner = API.as(API.owner);
        int before = entries().size();
        assertThat(owner.post(
                                "/api/v1/admin/members",
                                "{\"email\":\"" + API.owner.user().email() + "\",\"role\":\"VIEWER\"}")
                        .status())
                .isEqualTo(409);
        assertThat(owner.post("/api/v1/admin/credits", "{\"kind\":\"adjustment\",\"amount\":-999999,\"reason\":\"no\"}")
                        .status())
                .isEqualTo(409);
        assertThat(entries()).hasSize(before);
    }

    @Test
    void anotherOrgIsToldOfItsCreditsButNotByWhom() {
        Member tenant = API.org("Tenant", "boss@tenant.example");
        API.as(API.owner)
                .post(
                        "/api/v1/admin/credits",
                        "{\"kind\":\"grant\",\"amount\":5,\"reason\":\"thanks\",\"orgId\":\"" + tenant.org() + "\"}");
        JsonNode told = API.as(tenant).get(LOG).json().path("data");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).path("actor").path("id").asText()).isEqualTo("operator");
        assertThat(told.get(0).path("ip").isNull()).isTrue();
        assertThat(told.get(0).path("after").path("amount").asLong()).isEqualTo(5);
        JsonNode own = API.as(API.owner)
                .get(LOG + "?action=credits.granted&limit=1")
                .json()
                .path("data")
                .get(0);
        assertThat(own.path("actor").path("id").asText())
                .isEqualTo(API.owner.user().id().toString());
        assertThat(own.path("subject").path("label").asText()).isEqualTo("Tenant");
    }

    @Test
    void filtersAreCheckedAndPagesFollow() {
        Client owner = API.as(API.owner);
        for (int i = 0; i < 3; i++) {
            owner.post("/api/v1/admin/credits", "{\"kind\":\"grant\",\"amount\":1,\"reason\":\"again\"}");
        }
        JsonNode first = owner.get(LOG + "?action=credits.granted&limit=2").json();
        assertThat(first.path("data")).hasSize(2);
        JsonNode second = owner.get(LOG + "?action=credits.granted&limit=2&cursor="
                        + first.path("nextCursor").asText())
                .json();
        assertThat(second.path("data").get(0).path("id"))
                .isNotIn(first.path("data").findValues("id"));
        Answer wrong = owner.get(LOG + "?action=member.eaten");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("member.role_changed");
        assertThat(owner.get(LOG + "?from=yesterday").status()).isEqualTo(400);
        assertThat(owner.get(LOG + "?cursor=nonsense").code()).isEqualTo("invalid_cursor");
        assertThat(owner.get(LOG + "?to=2000-01-01T00:00:00Z").json().path("data"))
                .isEmpty();
        assertThat(API.as(Role.CREATOR).get(LOG).status()).isEqualTo(403);
    }

    private static List<AuditEntry> entries() {
        return API.store
                .audit()
                .entries(API.owner.org(), AuditFilter.ALL, PageRequest.first(200))
                .items();
    }

    private static String name(Access.Route route) {
        return route.method().name() + " " + route.path();
    }
}
