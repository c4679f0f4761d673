package dev.atelier.persistence.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.LedgerViolation;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database itself refuses, and what {@code verify} finds if somebody goes around even that. */
class LedgerGuardsTest {
    private static final LedgerNote NOTE = LedgerNote.bySystem("test");

    @RegisterExtension
    final Stores stores = new Stores();

    private CreditLedger ledger;
    private OrgId org;
    private GenerationId generation;

    @BeforeEach
    void fill() {
        ledger = stores.store().ledger();
        Samples.Tenant tenant = Samples.tenant(stores.store());
        org = tenant.id();
        generation = Samples.stored(stores.store(), tenant).id();
        ledger.deposit(org, EntryKind.GRANT, Credits.of(100), "first", NOTE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE ledger_entry SET d_granted = d_granted | append-only",
                "DELETE FROM ledger_entry | append-only",
                "TRUNCATE ledger_entry | append-only",
                "UPDATE wallet SET available = available + 5 | wallet_adds_up",
                "UPDATE wallet SET available = -1, granted = -1 | wallet_not_negative",
                "UPDATE wallet SET available = available + 5, granted = granted + 5 | without a ledger entry",
                "UPDATE wallet SET available = available + 5, granted = granted + 5, seq = seq + 1 | without a ledger entry",
                "UPDATE wallet SET available = 0, spent = available | without a ledger entry",
                "UPDATE wallet SET available = available - 5, held = held + 5, seq = seq + 2 | without a ledger entry",
                "DELETE FROM wallet | violates foreign key",
            })
    void aNaiveEditIsRefused(String sql, String why) {
        assertThatThrownBy(() -> stores.sql(sql)).hasMessageContaining(why);

        assertThat(ledger.balance(org)).isEqualTo(new Balance(100, 100, 0, 0));
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void aHoldIsNeverOverdrawnBySql() {
        ledger.hold(org, new HoldId(UUID.randomUUID()), generation, Credits.of(7), NOTE);

        assertThatThrownBy(() -> stores.sql("UPDATE hold SET captured = 8")).hasMessageContaining("hold_not_overdrawn");
        assertThatThrownBy(() -> stores.sql("UPDATE hold SET captured = -1")).hasMessageContaining("hold_captured");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE wallet SET available = available + 5, granted = granted + 5 | sum of its entries",
                "UPDATE wallet SET seq = seq + 1 | gap",
                "UPDATE hold SET captured = 7 | hold is not its entries",
                "UPDATE hold SET released = 7 | held is not the sum",
                "DELETE FROM ledger_entry WHERE seq = 1 | gap",
                "UPDATE ledger_entry SET available_after = 99, granted_after = 99 WHERE seq = 1 | does not follow",
                "UPDATE ledger_entry SET kind = 'REFUND', d_granted = 0, d_spent = -100 WHERE seq = 1 | spent is not",
                "UPDATE generation SET state = 'FAILED' | after its generation ended",
            })
    void whatIsPlantedPastAllGuardsIsFound(String sql, String rule) {
        ledger.hold(org, new HoldId(UUID.randomUUID()), generation, Credits.of(7), NOTE);
        assertThat(ledger.verify()).isEmpty();

        stores.sql("SET session_replication_role = replica; " + sql);

        assertThat(ledger.verify())
                .extracting(LedgerViolation::rule)
                .anySatisfy(found -> assertThat(found).contains(rule));
    }

    /** Two processes, 64 threads, one org: everything that can happen to credits at once. */
    @Test
    void nothingBreaksTheSumUnderARace() {
        Persistence other = stores.open(UnaryOperator.identity());
        List<HoldId> holds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            HoldId hold = new HoldId(UUID.randomUUID());
            assertThat(ledger.hold(org, hold, generation, Credits.of(8), NOTE)).isTrue();
            holds.add(hold);
        }

        Together.run(64, i -> {
            CreditLedger mine = i % 2 == 0 ? ledger : other.ledger();
            Random random = new Random(i);
            for (int n = 0; n < 8; n++) {
                HoldId hold = holds.get(random.nextInt(holds.size()));
                String part = "part-" + random.nextInt(8);
                switch (random.nextInt(4)) {
                    case 0 -> mine.capture(org, hold, part, Credits.of(1), NOTE);
                    case 1 -> mine.release(org, hold, part, Credits.of(1), NOTE);
                    case 2 -> mine.hold(org, new HoldId(UUID.randomUUID()), generation, Credits.of(3), NOTE);
                    default -> mine.deposit(org, EntryKind.PURCHASE, Credits.of(2), "pay-" + random.nextInt(20), NOTE);
                }
            }
            return i;
        });

        assertThat(ledger.verify()).isEmpty();
        Balance balance = ledger.balance(org);
        assertThat(balance.available()).isNotNegative();
        assertThat(balance.granted()).isBetween(102L, 140L);
        assertThat(balance.spent()).isPositive();
        assertThat(Integer.parseInt(stores.ask("SELECT count(*) FROM ledger_entry WHERE op_key LIKE 'settle:%'")))
                .as("each part of the eight holds at most once")
                .isBetween(1, 64);
    }

    @Test
    void anotherOrgsRowsCannotBePointedAt() {
        Samples.Tenant other = Samples.tenant(stores.store());

        assertThatThrownBy(() -> {
                    ledger.deposit(other.id(), EntryKind.GRANT, Credits.of(9), "g", NOTE);
                    ledger.hold(other.id(), new HoldId(UUID.randomUUID()), generation, Credits.of(7), NOTE);
                })
                .hasStackTraceContaining("hold_org_id_generation_id_fkey");
        assertThat(ledger.balance(other.id())).isEqualTo(new Balance(9, 9, 0, 0));
    }
}
