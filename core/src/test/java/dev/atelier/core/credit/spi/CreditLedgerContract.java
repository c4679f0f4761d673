package dev.atelier.core.credit.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.Hold;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerFilter;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.shared.PageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link CreditLedger} promises. After each test the ledger must find nothing wrong with itself. */
public abstract class CreditLedgerContract {
    private static final LedgerNote NOTE = LedgerNote.bySystem("test");

    private CreditLedger ledger;
    private Samples.Tenant tenant;
    private GenerationId generation;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        ledger = store().ledger();
        tenant = Samples.tenant(store());
        generation = Samples.stored(store(), tenant).id();
    }

    @AfterEach
    void nothingIsWrong() {
        assertConserved();
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void anOrgWithoutEntriesHasNothing() {
        assertThat(ledger.balance(tenant.id())).isEqualTo(Balance.EMPTY);
        assertThat(ledger.entries(tenant.id(), PageRequest.first(10)).items()).isEmpty();
    }

    @Test
    void aDepositIsWrittenDownInFull() {
        LedgerNote note = new LedgerNote("admin-1", null, null, "welcome");

        LedgerEntry entry = ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(100), "welcome", note);

        assertThat(entry.sequence()).isEqualTo(1);
        assertThat(entry.kind()).isEqualTo(EntryKind.GRANT);
        assertThat(entry.operationKey()).isNotBlank();
        assertThat(entry.change()).isEqualTo(LedgerEntry.Change.deposit(100));
        assertThat(entry.after()).isEqualTo(new Balance(100, 100, 0, 0));
        assertThat(entry.actor()).isEqualTo("admin-1");
        assertThat(entry.reason()).isEqualTo("welcome");
        assertThat(entry.hold()).isNull();
        assertThat(entry.generation()).isNull();
        assertThat(ledger.entries(tenant.id(), PageRequest.first(10)).items()).containsExactly(entry);
    }

    @Test
    void aDepositUnderAUsedKeyGivesTheEarlierEntry() {
        LedgerEntry first = ledger.deposit(tenant.id(), EntryKind.PURCHASE, Credits.of(100), "pay-1", NOTE);
        LedgerEntry again = ledger.deposit(tenant.id(), EntryKind.PURCHASE, Credits.of(100), "pay-1", NOTE);

        assertThat(again).isEqualTo(first);
        assertThat(ledger.balance(tenant.id()).granted()).isEqualTo(100);
    }

    @Test
    void aKeyBelongsToItsOrg() {
        Samples.Tenant other = Samples.tenant(store());
        ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(5), "same", NOTE);
        ledger.deposit(other.id(), EntryKind.GRANT, Credits.of(9), "same", NOTE);

        assertThat(ledger.balance(tenant.id()).granted()).isEqualTo(5);
        assertThat(ledger.balance(other.id()).granted()).isEqualTo(9);
    }

    @Test
    void onlyGrantsAndPurchasesAreDeposits() {
        assertThatThrownBy(() -> ledger.deposit(tenant.id(), EntryKind.CAPTURE, Credits.of(5), "k", NOTE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(5), "", NOTE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(5), "k".repeat(201), NOTE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ledger.balance(tenant.id())).isEqualTo(Balance.EMPTY);
    }

    @Test
    void anAdjustmentNeverTakesMoreThanIsAvailable() {
        grant(10);
        hold(4);

        assertThat(ledger.adjust(tenant.id(), -7, "a-1", NOTE)).isEmpty();
        assertThat(ledger.adjust(tenant.id(), -6, "a-2", NOTE)).isPresent();
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(4, 0, 4, 0));
        assertThat(ledger.adjust(tenant.id(), 3, "a-3", NOTE)).hasValueSatisfying(entry -> {
            assertThat(entry.kind()).isEqualTo(EntryKind.ADJUSTMENT);
            assertThat(entry.after()).isEqualTo(new Balance(7, 3, 4, 0));
        });
        assertThat(ledger.adjust(tenant.id(), -100, "a-3", NOTE))
                .as("the earlier entry, since the key was used")
                .hasValueSatisfying(
                        entry -> assertThat(entry.change().granted()).isEqualTo(3));
        assertThatThrownBy(() -> ledger.adjust(tenant.id(), 0, "a-4", NOTE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHoldSetsCreditsAside() {
        grant(10);
        HoldId hold = hold(7);

        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(10, 3, 7, 0));
        assertThat(ledger.findHold(tenant.id(), hold)).hasValueSatisfying(found -> {
            assertThat(found.generation()).isEqualTo(generation);
            assertThat(found.amount()).isEqualTo(7);
            assertThat(found.open()).isEqualTo(7);
        });
        assertThat(ledger.findHold(tenant.id(), new HoldId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aHoldThatExistsIsNotHeldAgain() {
        grant(10);
        HoldId hold = hold(7);

        assertThat(ledger.hold(tenant.id(), hold, generation, Credits.of(7), NOTE))
                .isTrue();
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(10, 3, 7, 0));
    }

    @Test
    void aHoldBeyondWhatIsAvailableChangesNothing() {
        grant(10);
        HoldId hold = new HoldId(UUID.randomUUID());

        assertThat(ledger.hold(tenant.id(), hold, generation, Credits.of(11), NOTE))
                .isFalse();
        assertThat(ledger.findHold(tenant.id(), hold)).isEmpty();
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(10, 10, 0, 0));
        assertThatThrownBy(() -> ledger.hold(tenant.id(), hold, generation, Credits.NONE, NOTE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsOfAHoldSettleOneByOne() {
        grant(30);
        HoldId hold = hold(21);
        LedgerNote note = new LedgerNote("u-1", generation, "kieai", null);

        assertThat(ledger.capture(tenant.id(), hold, "one", Credits.of(7), note))
                .isTrue();
        assertThat(ledger.release(tenant.id(), hold, "two", Credits.of(7), note))
                .isTrue();

        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(30, 16, 7, 7));
        Hold found = ledger.findHold(tenant.id(), hold).orElseThrow();
        assertThat(found.captured()).isEqualTo(7);
        assertThat(found.released()).isEqualTo(7);
        assertThat(ledger.entriesOf(tenant.id(), generation))
                .extracting(LedgerEntry::kind)
                .containsExactly(EntryKind.HOLD, EntryKind.CAPTURE, EntryKind.RELEASE);
        assertThat(ledger.entriesOf(tenant.id(), generation).get(1)).satisfies(entry -> {
            assertThat(entry.provider()).isEqualTo("kieai");
            assertThat(entry.hold()).isEqualTo(hold);
            assertThat(entry.change()).isEqualTo(LedgerEntry.Change.capture(7));
        });
    }

    @Test
    void aPartSettlesOnceByCaptureOrByRelease() {
        grant(30);
        HoldId hold = hold(21);
        ledger.capture(tenant.id(), hold, "one", Credits.of(7), NOTE);
        ledger.release(tenant.id(), hold, "two", Credits.of(7), NOTE);

        assertThat(ledger.capture(tenant.id(), hold, "one", Credits.of(7), NOTE))
                .isFalse();
        assertThat(ledger.release(tenant.id(), hold, "one", Credits.of(7), NOTE))
                .isFalse();
        assertThat(ledger.capture(tenant.id(), hold, "two", Credits.of(7), NOTE))
                .isFalse();
        assertThat(ledger.release(tenant.id(), hold, "two", Credits.of(7), NOTE))
                .isFalse();
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(30, 16, 7, 7));
    }

    @Test
    void aHoldGivesNoMoreThanItHas() {
        grant(30);
        HoldId hold = hold(7);
        ledger.capture(tenant.id(), hold, "one", Credits.of(5), NOTE);

        assertThatThrownBy(() -> ledger.capture(tenant.id(), hold, "two", Credits.of(3), NOTE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.release(tenant.id(), hold, "two", Credits.of(3), NOTE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.capture(tenant.id(), new HoldId(UUID.randomUUID()), "one", Credits.of(1), NOTE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(30, 23, 2, 5));
        assertThat(ledger.release(tenant.id(), hold, "two", Credits.of(2), NOTE))
                .as("the refused capture left the part unsettled")
                .isTrue();
    }

    @Test
    void anotherOrgSeesAndSpendsNothing() {
        grant(30);
        HoldId hold = hold(7);
        Samples.Tenant other = Samples.tenant(store());

        assertThat(ledger.balance(other.id())).isEqualTo(Balance.EMPTY);
        assertThat(ledger.findHold(other.id(), hold)).isEmpty();
        assertThat(ledger.entries(other.id(), PageRequest.first(10)).items()).isEmpty();
        assertThat(ledger.entriesOf(other.id(), generation)).isEmpty();
        assertThatThrownBy(() -> ledger.capture(other.id(), hold, "one", Credits.of(7), NOTE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.release(other.id(), hold, "one", Credits.of(7), NOTE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(30, 23, 7, 0));
    }

    @Test
    void aRolledBackTransactionLeavesNothing() {
        grant(30);
        HoldId kept = hold(7);
        HoldId lost = new HoldId(UUID.randomUUID());

        assertThatThrownBy(() -> store().transactions().run(() -> {
                    ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(50), "lost", NOTE);
                    ledger.hold(tenant.id(), lost, generation, Credits.of(60), NOTE);
                    ledger.capture(tenant.id(), kept, "one", Credits.of(7), NOTE);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(30, 23, 7, 0));
        assertThat(ledger.findHold(tenant.id(), lost)).isEmpty();
        assertThat(ledger.entries(tenant.id(), PageRequest.first(10)).items()).hasSize(2);
        assertThat(ledger.capture(tenant.id(), kept, "one", Credits.of(7), NOTE))
                .isTrue();
        assertThat(ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(50), "lost", NOTE)
                        .sequence())
                .as("no gap is left behind")
                .isEqualTo(4);
    }

    @Test
    void theLastCreditsAreHeldByAsManyAsTheyReachFor() {
        grant(70);

        List<Boolean> answers = Together.run(
                64, i -> ledger.hold(tenant.id(), new HoldId(UUID.randomUUID()), generation, Credits.of(7), NOTE));

        assertThat(Collections.frequency(answers, true)).isEqualTo(10);
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(70, 0, 70, 0));
    }

    @Test
    void onePartIsSettledByOneOfManyThreads() {
        grant(70);
        HoldId hold = hold(70);

        List<Boolean> answers = Together.run(
                32,
                i -> i % 2 == 0
                        ? ledger.capture(tenant.id(), hold, "one", Credits.of(7), NOTE)
                        : ledger.release(tenant.id(), hold, "one", Credits.of(7), NOTE));

        assertThat(Collections.frequency(answers, true)).isEqualTo(1);
        assertThat(ledger.findHold(tenant.id(), hold).orElseThrow().open()).isEqualTo(63);
    }

    @Test
    void oneKeyDepositsOnceFromManyThreads() {
        List<LedgerEntry> entries =
                Together.run(32, i -> ledger.deposit(tenant.id(), EntryKind.PURCHASE, Credits.of(100), "pay-1", NOTE));

        assertThat(entries).containsOnly(entries.get(0));
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(100, 100, 0, 0));
    }

    @Test
    void oneHoldIsHeldOnceFromManyThreads() {
        grant(100);
        HoldId hold = new HoldId(UUID.randomUUID());

        List<Boolean> answers = Together.run(32, i -> ledger.hold(tenant.id(), hold, generation, Credits.of(7), NOTE));

        assertThat(answers).containsOnly(true);
        assertThat(ledger.balance(tenant.id())).isEqualTo(new Balance(100, 93, 7, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_120, -7})
    void randomOperationsNeverBreakTheSum(long seed) {
        Random random = new Random(seed);
        List<HoldId> holds = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            randomOperation(random, holds, i);
            Balance balance = ledger.balance(tenant.id());
            assertThat(balance.granted())
                    .as("seed %s, operation %s", seed, i)
                    .isEqualTo(balance.available() + balance.held() + balance.spent());
        }
        assertThat(holds).isNotEmpty();
    }

    private void randomOperation(Random random, List<HoldId> holds, int i) {
        int amount = 1 + random.nextInt(30);
        switch (random.nextInt(5)) {
            case 0 -> ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(amount), "d-" + i / 2, NOTE);
            case 1 -> ledger.adjust(tenant.id(), random.nextBoolean() ? amount : -amount, "a-" + i / 2, NOTE);
            case 2 -> {
                HoldId hold = new HoldId(UUID.randomUUID());
                if (ledger.hold(tenant.id(), hold, generation, Credits.of(amount), NOTE)) {
                    holds.add(hold);
                }
            }
            default -> {
                if (!holds.isEmpty()) {
                    settleSome(random, holds.get(random.nextInt(holds.size())), amount);
                }
            }
        }
    }

    private void settleSome(Random random, HoldId hold, int amount) {
        long open = ledger.findHold(tenant.id(), hold).orElseThrow().open();
        if (open == 0) {
            return;
        }
        Credits part = Credits.of(Math.min(open, amount));
        String name = "part-" + random.nextInt(4);
        if (random.nextBoolean()) {
            ledger.capture(tenant.id(), hold, name, part, NOTE);
        } else {
            ledger.release(tenant.id(), hold, name, part, NOTE);
        }
    }

    @Test
    void entriesAreListedNewestFirstPageByPage() {
        for (int i = 0; i < 7; i++) {
            ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(1), "d-" + i, NOTE);
        }
        var first = ledger.entries(tenant.id(), PageRequest.first(3));
        var second = ledger.entries(tenant.id(), new PageRequest(3, first.nextCursor()));
        var third = ledger.entries(tenant.id(), new PageRequest(3, second.nextCursor()));

        assertThat(first.items()).extracting(LedgerEntry::sequence).containsExactly(7L, 6L, 5L);
        assertThat(second.items()).extracting(LedgerEntry::sequence).containsExactly(4L, 3L, 2L);
        assertThat(third.items()).extracting(LedgerEntry::sequence).containsExactly(1L);
        assertThat(third.nextCursor()).isNull();
        assertThatThrownBy(() -> ledger.entries(tenant.id(), new PageRequest(3, "not a cursor")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entriesAreFilteredByKindAndGeneration() {
        grant(100);
        GenerationId other = Samples.stored(store(), tenant).id();
        HoldId hold = hold(14);
        HoldId otherHold = new HoldId(UUID.randomUUID());
        ledger.hold(tenant.id(), otherHold, other, Credits.of(7), NOTE);
        ledger.capture(tenant.id(), hold, "one", Credits.of(7), NOTE);
        ledger.release(tenant.id(), hold, "two", Credits.of(7), NOTE);
        ledger.capture(tenant.id(), otherHold, "one", Credits.of(7), NOTE);

        assertThat(sequences(new LedgerFilter(EntryKind.GRANT, null))).containsExactly(1L);
        assertThat(sequences(new LedgerFilter(EntryKind.CAPTURE, null))).containsExactly(6L, 4L);
        assertThat(sequences(new LedgerFilter(null, generation))).containsExactly(5L, 4L, 2L);
        assertThat(sequences(new LedgerFilter(EntryKind.CAPTURE, other))).containsExactly(6L);
        assertThat(sequences(new LedgerFilter(EntryKind.REFUND, null))).isEmpty();

        LedgerFilter captures = new LedgerFilter(EntryKind.CAPTURE, null);
        var first = ledger.entries(tenant.id(), captures, PageRequest.first(1));
        var second = ledger.entries(tenant.id(), captures, new PageRequest(1, first.nextCursor()));
        assertThat(second.items()).extracting(LedgerEntry::sequence).containsExactly(4L);
        assertThat(second.nextCursor()).isNull();
        assertThat(ledger.entries(Samples.tenant(store()).id(), captures, PageRequest.first(9))
                        .items())
                .isEmpty();
    }

    private List<Long> sequences(LedgerFilter filter) {
        return ledger.entries(tenant.id(), filter, PageRequest.first(10)).items().stream()
                .map(LedgerEntry::sequence)
                .toList();
    }

    private void grant(long amount) {
        ledger.deposit(tenant.id(), EntryKind.GRANT, Credits.of(amount), "grant", NOTE);
    }

    private HoldId hold(long amount) {
        HoldId hold = new HoldId(UUID.randomUUID());
        assertThat(ledger.hold(tenant.id(), hold, generation, Credits.of(amount), NOTE))
                .isTrue();
        return hold;
    }

    /** Adds all entries up from the first, and compares each step and the end with what the ledger says. */
    private void assertConserved() {
        List<LedgerEntry> entries =
                new ArrayList<>(ledger.entries(tenant.id(), PageRequest.first(PageRequest.MAX_LIMIT))
                        .items());
        Collections.reverse(entries);
        Balance sum = Balance.EMPTY;
        long sequence = 0;
        for (LedgerEntry entry : entries) {
            sum = entry.change().applyTo(sum);
            sequence++;
            assertThat(entry.after()).isEqualTo(sum);
            assertThat(entry.sequence()).isEqualTo(sequence);
        }
        assertThat(ledger.balance(tenant.id())).isEqualTo(sum);
        assertThat(entries).extracting(LedgerEntry::operationKey).doesNotHaveDuplicates();
    }
}
