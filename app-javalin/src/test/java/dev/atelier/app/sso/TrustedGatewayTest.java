package dev.atelier.app.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrustedGatewayTest {
    private static TestApi behindGateway;
    private static TestApi behindAnother;
    private static TestApi plain;

    @BeforeAll
    static void start() {
        behindGateway = new TestApi(new SsoSettings(List.of(), true, List.of("127.0.0.1/32")));
        behindAnother = new TestApi(new SsoSettings(List.of(), true, List.of("10.0.0.5/32")));
        plain = new TestApi();
    }

    @AfterAll
    static void stop() {
        behindGateway.close();
        behindAnother.close();
        plain.close();
    }

    private static Answer me(TestApi api, String... headers) {
        return api.server.anonymous().with(headers).get("/api/v1/me");
    }

    @Test
    void whoTheGatewayNamesIsMadeOnceAndKnownAgain() {
        String id = "u-" + UUID.randomUUID();

        Answer first = me(behindGateway, "x-user-id", id, "x-user-email", id + "@corp.example", "x-user-name", "Ada");
        Answer again = me(behindGateway, "x-user-id", id);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("user").path("displayName").asText()).isEqualTo("Ada");
        assertThat(first.json().path("role").asText()).isEqualTo("viewer");
        assertThat(again.json()).isEqualTo(first.json());
    }

    @Test
    void aPersonWhoIsHereIsNamedByHisId() {
        Member creator = behindGateway.member(behindGateway.owner.org(), Role.CREATOR);

        Answer me = me(behindGateway, "x-user-id", creator.user().id().toString());

        assertThat(me.json().path("user").path("email").asText())
                .isEqualTo(creator.user().email());
        assertThat(me.json().path("role").asText()).isEqualTo("creator");
    }

    @Test
    void nobodyElseIsBelieved() {
        String owner = plain.owner.user().id().toString();

        assertThat(me(plain, "x-user-id", owner).status()).isEqualTo(401);
        String other = behindAnother.owner.user().id().toString();
        assertThat(me(behindAnother, "x-user-id", other).status()).isEqualTo(401);
        // The proxy is trusted to say where a request came from, which makes it no gateway.
        assertThat(me(behindAnother, "x-user-id", other, "X-Forwarded-For", "10.0.0.5")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenSpeaksForItself() {
        Member viewer = behindGateway.member(behindGateway.owner.org(), Role.VIEWER);

        Answer me = behindGateway
                .as(viewer)
                .with("x-user-id", behindGateway.owner.user().id().toString())
                .get("/api/v1/me");

        assertThat(me.json().path("role").asText()).isEqualTo("viewer");
        assertThat(me(
                                behindGateway,
                                "x-user-id",
                                behindGateway.owner.user().id().toString(),
                                "Authorization",
                                "Bearer nonsense")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aForeignPageCannotActThroughTheGateway() {
        String owner = behindGateway.owner.user().id().toString();

        Answer answer = behindGateway
                .server
                .anonymous()
                .with("x-user-id", owner, "Origin", "https://evil.example")
                .delete("/api/v1/sessions");

        assertThat(answer.code()).isEqualTo("cross_site");
    }
}
