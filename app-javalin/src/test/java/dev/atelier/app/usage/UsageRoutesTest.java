package dev.atelier.app.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.generation.Generation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageRoutesTest {
    private static final String PATH = "/api/v1/analytics/usage";
    private static final LedgerNote NOTE = LedgerNote.bySystem("test");
    private final TestApi api = new TestApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void everyDayHasItsNumbers() {
        spend(api.owner, 3);
        api.clock.advance(Duration.ofDays(2));
        spend(api.owner, 1);
        api.clock.advance(Duration.ofMinutes(1));

        JsonNode usage = api.as(Role.VIEWER).get(PATH).json();
        assertThat(usage.path("groupBy").asText()).isEqualTo("day");
        assertThat(usage.path("from").asText()).isEqualTo("2026-04-03T12:01:00.001Z");
        JsonNode days = usage.path("data");
        assertThat(days).hasSize(31);
        assertThat(days.get(0).path("key").asText()).isEqualTo("2026-04-03");
        assertThat(days.get(28).path("label").asText()).isEqualTo("2026-05-01");
        assertThat(days.get(28).path("credits").asLong()).isEqualTo(21);
        assertThat(days.get(29).path("credits").asLong()).isZero();
        assertThat(days.get(30).path("images").asLong()).isEqualTo(1);
        assertThat(usage.path("totals").path("credits").asLong()).isEqualTo(28);
        assertThat(usage.path("totals").path("generations").asLong()).isEqualTo(2);
    }

    @Test
    void peopleAndModelsHaveNames() {
        Member creator = api.member(api.owner.org(), Role.CREATOR);
        spend(api.owner, 1);
        spend(creator, 2);

        JsonNode people = usage("?groupBy=person&to=2026-05-20").path("data");
        assertThat(people).hasSize(2);
        assertThat(people.get(0).path("key").asText())
                .isEqualTo(creator.user().id().toString());
        assertThat(people.get(0).path("label").asText()).isEqualTo("Some CREATOR");
        assertThat(people.get(1).path("label").asText()).isEqualTo("Owner of First");
        JsonNode models = usage("?groupBy=model&from=2026-05-01&to=2026-05-02").path("data");
        assertThat(models).hasSize(1);
        assertThat(models.get(0).path("credits").asLong()).isEqualTo(21);
        assertThat(usage("?groupBy=model&to=2026-05-01").path("data")).isEmpty();
    }

    @Test
    void anotherOrgSeesNothingOfIt() {
        spend(api.owner, 1);
        Member other = api.org("Second", "boss@second.example");
        JsonNode usage =
                api.as(other).get(PATH + "?groupBy=person&to=2026-05-20").json();
        assertThat(usage.path("data")).isEmpty();
        assertThat(usage.path("totals").path("credits").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "from, ?from=yesterday",
        "from, ?from=2026-13-01",
        "to, ?to=2026-05-01T10:00:00",
        "from, ?from=2026-05-02&to=2026-05-01",
        "from, ?from=2026-05-01&to=2026-05-01",
        "from, ?from=2025-04-01&to=2026-05-01",
        "groupBy, ?groupBy=week",
    })
    void badRangesAreRefused(String pointer, String query) {
        Answer answer = api.as(Role.VIEWER).get(PATH + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("pointer").asText()).isEqualTo(pointer);
    }

    private JsonNode usage(String query) {
        return api.as(Role.VIEWER).get(PATH + query).json();
    }

    /** A generation of so many pictures, each charged now. */
    private void spend(Member member, int images) {
        var org = api.store.accounts().findOrg(member.org()).orElseThrow();
        Generation generation = Samples.accepted(new Samples.Tenant(org, member.user()), images, api.clock.instant());
        var hold = generation.tasks().get(0).hold();
        var ledger = api.store.ledger();
        api.store.transactions().run(() -> {
            api.store.generations().insert(generation);
            ledger.deposit(org.id(), EntryKind.GRANT, Credits.of(100), "g-" + generation.id(), NOTE);
            ledger.hold(org.id(), hold, generation.id(), Credits.of(7L * images), NOTE);
            for (int i = 0; i < images; i++) {
                ledger.capture(org.id(), hold, Integer.toString(i), Credits.of(7), NOTE);
            }
        });
    }
}
