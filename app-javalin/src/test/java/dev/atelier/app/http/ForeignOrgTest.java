package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.generation.Generation;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route that names something, asked by every role of an org, and by the operator, for a real row of a third: the answer is the same as
 * for an id that nothing has. On PostgreSQL, behind row-level security as in production.
 */
class ForeignOrgTest {
    private static final List<Caller> CALLERS = new ArrayList<>();
    private static EmbeddedPostgres postgres;
    private static TestApi api;
    private static Member foreigner;
    private static ForeignRows rows;
    private static OrgId tenant;

    private record Caller(Role role, Client client) {}

    @BeforeAll
    static void start(@TempDir Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        api = new TestApi(clock ->
                Persistence.connect(PersistenceSettings.of(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .withClock(clock)));
        foreigner = api.org("Foreign", "boss@foreign.example");
        tenant = api.org("Tenant", "boss@tenant.example").org();
        rows = new ForeignRows(api, foreigner);
        for (Role role : Role.values()) {
            CALLERS.add(caller(tenant, role));
        }
        // Whoever runs the installation reads no tenant's rows either.
        CALLERS.add(caller(api.owner.org(), Role.OWNER));
    }

    private static Caller caller(OrgId org, Role role) {
        Client client = api.as(api.member(org, role))
                .with("If-Match", "\"1\"", "Accept", "application/json, text/event-stream");
        return new Caller(role, client);
    }

    @AfterAll
    static void stop() {
        api.close();
        api.store.close();
        postgres.close();
    }

    private static Stream<Access.Route> naming() {
        return api.server.server().access().routes().stream()
                .filter(route -> route.gate().lowest().isPresent())
                .filter(route -> route.path().matches(".*[{<].*"))
                .filter(route -> !ForeignRows.isShared(route));
    }

    @TestFactory
    Stream<DynamicTest> aForeignRowIsLikeNone() {
        return naming().map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
            String foreign = rows.idFor(route)
                    .orElseThrow(() -> new AssertionError("no foreign row for " + route
                            + ": make one in ForeignRows, or say there why it belongs to nobody"));
            for (Caller caller : CALLERS) {
                Answer there = ask(caller.client(), route, foreign);
                Answer missing = ask(caller.client(), route, ForeignRows.missing(foreign));
                boolean may = caller.role().covers(route.gate().lowest().orElseThrow());
                assertThat(there.status())
                        .as("%s: %s", caller.role(), there.body())
                        .isEqualTo(may ? 404 : 403);
                assertThat(shape(there, foreign))
                        .as("%s", caller.role())
                        .isEqualTo(shape(missing, ForeignRows.missing(foreign)));
            }
        }));
    }

    @Test
    void theRowsAreRealAndUntouched() {
        Client owner = api.as(foreigner);
        List<String> missing = naming().filter(route -> route.method().name().equals("GET"))
                .filter(route -> !route.path().matches(".*/(content|events|recipe)|.*/exports/.*"))
                .filter(route ->
                        ask(owner, route, rows.idFor(route).orElseThrow()).status() != 200)
                .map(Access.Route::toString)
                .toList();
        assertThat(missing).as("their own org finds them").isEmpty();
    }

    @Test
    void aForeignRowInABodyIsLikeNone() {
        Generation generation = Samples.arrived(
                api.store,
                new Samples.Tenant(api.store.accounts().findOrg(foreigner.org()).orElseThrow(), foreigner.user()),
                1,
                api.clock.instant());
        String image = generation.tasks().get(0).id().toString();
        Client client = api.as(api.member(tenant, Role.OWNER));
        for (String[] request : new String[][] {
            {"/api/v1/exports", "{\"imageIds\":[\"%s\"]}"},
            {"/api/v1/images/batch", "{\"ids\":[\"%s\"],\"action\":\"star\"}"},
            {"/api/v1/images/batch", "{\"ids\":[\"%s\"],\"action\":\"trash\"}"},
        }) {
            Answer there = client.post(request[0], request[1].formatted(image));
            Answer missing = client.post(request[0], request[1].formatted(ForeignRows.missing(image)));
            assertThat(shape(there, image)).as(request[0]).isEqualTo(shape(missing, ForeignRows.missing(image)));
        }
        assertThat(api.store
                        .gallery()
                        .find(foreigner.org(), generation.tasks().get(0).id()))
                .get()
                .satisfies(picture -> {
                    assertThat(picture.marks().starred()).isFalse();
                    assertThat(picture.marks().trashedAt()).isNull();
                });
        for (String list : List.of(
                "/api/v1/credits/ledger?generation=" + generation.id(),
                "/api/v1/admin/audit-log?subject=" + foreigner.user().id(),
                "/api/v1/images",
                "/api/v1/generations",
                "/api/v1/uploads",
                "/api/v1/admin/jobs",
                "/api/v1/admin/callbacks",
                "/api/v1/admin/members/invites")) {
            Answer answer = client.get(list);
            assertThat(answer.status()).as(list).isEqualTo(200);
            assertThat(answer.json().path("data")).as(list).isEmpty();
        }
    }

    private static Answer ask(Client client, Access.Route route, String id) {
        return client.send(
                route.method().name(),
                route.path().replace("{did}", rows.second()).replaceAll("\\{[^}]*}|<[^>]*>", id),
                ForeignRows.bodyOf(route));
    }

    /** All of an answer but what names the very request. */
    private static String shape(Answer answer, String id) {
        String body = answer.body();
        if (body.startsWith("{")) {
            ObjectNode json = (ObjectNode) answer.json();
            json.remove("requestId");
            body = json.toString();
        }
        return answer.status() + " " + answer.header("Content-Type") + " " + body.replace(id, "<id>");
    }
}
