package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.account.TestApi;
import dev.atelier.core.account.Role;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every route against every role and nobody, generated from the access table. */
class AccessMatrixTest {
    private static final TestApi API = new TestApi();

    @AfterAll
    static void stop() {
        API.close();
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsPastAGate() {
        return API.server.server().access().routes().stream()
                .filter(route -> route.gate().lowest().isPresent())
                .map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
                    assertThat(send(API.server.anonymous(), route).status()).isEqualTo(401);
                    assertThat(send(API.server.bearer("forged"), route).status())
                            .isEqualTo(401);
                }));
    }

    @TestFactory
    Stream<DynamicTest> eachRoleDoesWhatItMay() {
        return Stream.of(Role.values())
                .flatMap(role -> API.server.server().access().routes().stream()
                        .filter(route -> route.gate().lowest().isPresent())
                        .map(route -> DynamicTest.dynamicTest(role + " " + route, () -> {
                            int status = send(API.as(role), route).status();
                            if (role.covers(route.gate().lowest().orElseThrow())) {
                                // It is let in; an empty body or an unknown id is then refused as such, and nothing
                                // breaks.
                                assertThat(status).isNotIn(401, 403).isLessThan(500);
                            } else {
                                assertThat(status).isEqualTo(403);
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> badBodiesAreRefusedEverywhere() {
        return API.server.server().access().routes().stream()
                .filter(route -> !route.method().name().equals("GET")
                        && !route.method().name().equals("DELETE"))
                .filter(route -> !route.path().matches(".*/(logout|signout|refresh|enable|disable)"))
                .map(route -> DynamicTest.dynamicTest("bad body " + route, () -> {
                    var client = API.as(API.owner).with("If-Match", "\"1\"");
                    for (String body :
                            new String[] {"", "{", "[]", "7", "{\"noSuchField\":true}", "[[[[", "{\"a\":1,\"a\":2}"}) {
                        assertThat(client.send(route.method().name(), concrete(route), body)
                                        .status())
                                .as(body)
                                .isIn(400, 404, 415);
                    }
                    assertThat(client.send(route.method().name(), concrete(route), "\"" + "x".repeat(1_100_000) + "\"")
                                    .status())
                            .isIn(tooMuch(route));
                    assertThat(client.with("Content-Type", "text/plain")
                                    .send(route.method().name(), concrete(route), "{}")
                                    .status())
                            .isIn(415, 404);
                }));
    }

    /** Routes that take files take this much; there it is of a wrong type, or has no signature. */
    private static Object[] tooMuch(Access.Route route) {
        return route.options().maxBodyBytes() > 1_100_000 && !route.options().streamed()
                ? new Object[] {404, 413, 415}
                : new Object[] {413};
    }

    private static TestServer.Answer send(TestServer.Client client, Access.Route route) {
        String method = route.method().name();
        return client.send(method, concrete(route), method.equals("GET") || method.equals("DELETE") ? null : "{}");
    }

    private static String concrete(Access.Route route) {
        return route.path()
                .replace("{category}", "llm")
                .replaceAll("\\{[^}]*}|<[^>]*>", UUID.randomUUID().toString());
    }
}
