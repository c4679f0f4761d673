package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.Proof;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.IssueAccessToken;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.SpendPeriod;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A token's spend limit as its program meets it. A picture costs 7 credits. */
class TokenSpendTest {
    private static final String PATH = "/api/v1/generations";

    private final GenerationServer api = new GenerationServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private Client token(String name, long limit) {
        Clock clock = Clock.systemUTC();
        Set<Scope> scopes = Set.of(Scope.write("generations"), Scope.read("images"));
        Member owner = new Member(api.caller.org(), Samples.user(), Role.CREATOR, Samples.NOW);
        AccessToken made = new IssueAccessToken(api.atelier.store(), Ids.timeOrdered(clock), clock)
                .issue(
                        owner,
                        new AccessToken.Terms(name, scopes, null, Credits.of(limit), SpendPeriod.TOTAL, List.of()))
                .orElseThrow()
                .token();
        return api.server.as(
                api.caller.org(), api.caller.user(), Role.CREATOR, new Proof.AccessToken(made.id(), scopes));
    }

    @Test
    void aProgramSpendsItsLimitAndNoMore() {
        Client program = token("Nightly build", 20);
        Answer two = program.post(PATH, "{\"prompt\":\"two\",\"imageCount\":2}");
        assertThat(two.status()).isEqualTo(202);

        Answer refused = program.post(PATH, "{\"prompt\":\"one more\",\"imageCount\":1}");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("token_spend_limit");
        assertThat(refused.json().path("charged").asBoolean()).isFalse();
        assertThat(refused.json().path("retryable").asBoolean()).isFalse();
        assertThat(refused.json().path("detail").asText()).contains("needs 7", "6 more of its 20");
        assertThat(refused.json().at("/errors/0/allowed/maxCredits").asLong()).isEqualTo(6);

        assertThat(token("Another", 7)
                        .post(PATH, "{\"prompt\":\"mine\",\"imageCount\":1}")
                        .status())
                .isEqualTo(202);
        assertThat(api.creator
                        .post(PATH, "{\"prompt\":\"a person's\",\"imageCount\":1}")
                        .status())
                .as("the person has no limit")
                .isEqualTo(202);
    }

    @Test
    void theStoryNamesTheToken() {
        String id =
                GenerationServer.idOf(token("Nightly build", 20).post(PATH, "{\"prompt\":\"one\",\"imageCount\":1}"));
        assertThat(api.creator
                        .get(PATH + "/" + id + "/lineage")
                        .json()
                        .at("/accessToken/name")
                        .asText())
                .isEqualTo("Nightly build");
        String own = GenerationServer.idOf(api.creator.post(PATH, "{\"prompt\":\"one\",\"imageCount\":1}"));
        assertThat(api.creator
                        .get(PATH + "/" + own + "/lineage")
                        .json()
                        .path("accessToken")
                        .isNull())
                .isTrue();
    }

    @Test
    void whatDoesNotArriveMakesRoomAndARetryCountsForWhoeverAsksForIt() {
        AtomicInteger polls = new AtomicInteger();
        api.vendor.onPoll = task -> polls.getAndIncrement() == 0
                ? new TaskProgress.Failed(FailureKind.VENDOR_FAILED, "no", VendorCost.UNTOLD)
                : api.vendor.succeed(task);
        Client first = token("First", 14);
        JsonNode partial = first.with("Prefer", "wait=15")
                .post(PATH, "{\"prompt\":\"two\",\"imageCount\":2}")
                .json();
        assertThat(partial.path("state").asText()).isEqualTo("partial");
        String retry = PATH + "/" + partial.path("id").asText() + "/retry";

        Answer refused = token("Poor", 6).post(retry, "{}");
        assertThat(refused.code()).isEqualTo("token_spend_limit");
        assertThat(refused.json().path("charged").asBoolean()).isFalse();

        Client second = token("Second", 7);
        assertThat(second.with("Prefer", "wait=15").post(retry, "{}").status()).isEqualTo(201);
        assertThat(second.post(PATH, "{\"prompt\":\"one\",\"imageCount\":1}").code())
                .isEqualTo("token_spend_limit");
        assertThat(first.post(PATH, "{\"prompt\":\"one\",\"imageCount\":1}").status())
                .as("7 of the 14 came back")
                .isEqualTo(202);
    }
}
