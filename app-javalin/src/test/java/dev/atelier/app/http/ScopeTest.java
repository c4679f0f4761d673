package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import io.javalin.http.HandlerType;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an access token lets through, beside the role of its owner. */
class ScopeTest {
    private static final TestServer SERVER = TestServer.with(
            Routes.of(Area.IMAGES, access -> {
                access.get("/pictures", Gate.VIEWER, ctx -> ctx.json("seen"));
                access.post("/pictures", Gate.CREATOR, ctx -> ctx.json("made"));
                access.add(
                        HandlerType.POST,
                        "/pictures/count",
                        Gate.CREATOR,
                        RouteOptions.JSON.reading(),
                        ctx -> ctx.json("counted"));
                access.in(Area.CREDITS).get("/pictures/price", Gate.VIEWER, ctx -> ctx.json("7"));
            }),
            Routes.of(Area.ACCOUNT, access -> {
                access.get("/account", Gate.VIEWER, ctx -> ctx.json("you"));
                access.in(Area.SELF).get("/who", Gate.VIEWER, ctx -> ctx.json("you"));
            }));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static TestServer.Client token(Role role, String... scopes) {
        return SERVER.as(
                new OrgId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                role,
                new Proof.AccessToken(
                        new AccessTokenId(UUID.randomUUID()),
                        Stream.of(scopes).map(Scope::of).collect(Collectors.toSet())));
    }

    @Test
    void aTokenThatMayReadReads() {
        var reader = token(Role.OWNER, "images:read");
        assertThat(reader.get("/pictures").status()).isEqualTo(200);
        assertThat(reader.post("/pictures/count", "{}").status()).isEqualTo(200);
        var refused = reader.post("/pictures", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("insufficient_scope");
        assertThat(refused.json().path("detail").asText()).contains("images:write");
        assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope", "scope=\"images:write\"");
    }

    @Test
    void writingIncludesReading() {
        var writer = token(Role.OWNER, "images:write");
        assertThat(writer.get("/pictures").status()).isEqualTo(200);
        assertThat(writer.post("/pictures", "{}").status()).isEqualTo(200);
    }

    @Test
    void anotherAreaIsAnotherScope() {
        assertThat(token(Role.OWNER, "images:write").get("/pictures/price").code())
                .isEqualTo("insufficient_scope");
        assertThat(token(Role.OWNER, "credits:read").get("/pictures/price").status())
                .isEqualTo(200);
        assertThat(token(Role.OWNER, "credits:read").get("/pictures").status()).isEqualTo(403);
    }

    @Test
    void theRoleOfThePersonBoundsTheToken() {
        var refused = token(Role.VIEWER, "images:write").post("/pictures", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("forbidden");
    }

    @Test
    void noScopeOpensTheAccount() {
        var refused = token(Role.OWNER, "account:write").get("/account");
        assertThat(refused.code()).isEqualTo("insufficient_scope");
        assertThat(refused.json().path("detail").asText()).contains("signed in");
        var person = SERVER.as(
                new OrgId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                Role.VIEWER,
                new SessionId(UUID.randomUUID()));
        assertThat(person.get("/account").status()).isEqualTo(200);
    }

    @Test
    void everyTokenFindsOutWhoseItIs() {
        assertThat(token(Role.VIEWER, "credits:read").get("/who").status()).isEqualTo(200);
    }

    @Test
    void aRouteBehindARoleNeedsAnArea() {
        Access access = new Access();
        var nowhere = Routes.of(Area.OPEN, table -> table.get("/secret", Gate.VIEWER, ctx -> {}));
        assertThatThrownBy(() -> access.join(nowhere))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /secret");
        access.join(Routes.of(Area.IMAGES, table -> table.get("/open", Gate.PUBLIC, ctx -> {})));
        assertThat(access.routes()).extracting(Access.Route::area).isEqualTo(java.util.List.of(Area.OPEN));
    }

    @Test
    void onlyGrantableAreasHaveATitle() {
        assertThat(Area.allGrantable())
                .doesNotContain(Area.OPEN, Area.ACCOUNT, Area.SELF)
                .contains(Area.GENERATIONS)
                .allSatisfy(area -> assertThat(area.title()).isNotBlank());
        assertThat(Set.copyOf(Area.allGrantable())).hasSize(Area.values().length - 3);
    }
}
