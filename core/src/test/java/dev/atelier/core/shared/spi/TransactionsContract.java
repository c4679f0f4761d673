package dev.atelier.core.shared.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.Org;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.event.EventId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.Priority;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Transactions} promises over all parts of its store. */
public abstract class TransactionsContract {
    private Transactions transactions;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void findTransactions() {
        transactions = store().transactions();
    }

    @Test
    void theAnswerOfTheWorkIsReturned() {
        Org org = Samples.org();

        assertThat(transactions.<String>inTransaction(() -> {
                    store().accounts().insertOrg(org);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(store().accounts().findOrg(org.id())).contains(org);
    }

    @Test
    void everyPartRollsBackTogether() {
        Samples.Tenant tenant = Samples.tenant(store());
        Generation generation = Samples.accepted(tenant, 1);
        Upload upload = Samples.upload(tenant);
        Org org = Samples.org();
        UnsupportedOperationException thrown = new UnsupportedOperationException("back");

        assertThatThrownBy(() -> transactions.run(() -> {
                    store().accounts().insertOrg(org);
                    store().uploads().insert(upload);
                    store().generations().insert(generation);
                    store().ledger()
                            .deposit(tenant.id(), EntryKind.GRANT, Credits.of(5), "k", LedgerNote.bySystem("test"));
                    store().jobs()
                            .enqueue(new Job("s", tenant.id(), generation.id().value(), "", Priority.NORMAL));
                    store().events().append(tenant.id(), generation.id(), "t", Samples.NOW, Map.of());
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(store().accounts().findOrg(org.id())).isEmpty();
        assertThat(store().uploads().find(tenant.id(), upload.id())).isEmpty();
        assertThat(store().generations().find(tenant.id(), generation.id())).isEmpty();
        assertThat(store().ledger().balance(tenant.id()).granted()).isZero();
        assertThat(store().jobs().list(tenant.id(), null, PageRequest.first(10)).items())
                .isEmpty();
        assertThat(store().events().after(tenant.id(), null, EventId.START, 10)).isEmpty();
    }

    @Test
    void anErrorRollsBackToo() {
        Org org = Samples.org();

        assertThatThrownBy(() -> transactions.run(() -> {
                    store().accounts().insertOrg(org);
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(store().accounts().findOrg(org.id())).isEmpty();
    }

    @Test
    void aTransactionReadsItsOwnWrites() {
        Org org = Samples.org();
        transactions.run(() -> {
            store().accounts().insertOrg(org);
            assertThat(store().accounts().findOrg(org.id())).contains(org);
        });
    }

    @Test
    void aTransactionInsideAnotherJoinsIt() {
        Org outer = Samples.org();
        Org inner = Samples.org();

        assertThatThrownBy(() -> transactions.run(() -> {
                    store().accounts().insertOrg(outer);
                    transactions.run(() -> store().accounts().insertOrg(inner));
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(store().accounts().findOrg(outer.id())).isEmpty();
        assertThat(store().accounts().findOrg(inner.id())).isEmpty();
    }

    @Test
    void callersWhoShareATransactionLearnTheirOwnEnd() {
        List<Org> orgs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            orgs.add(Samples.org());
        }
        List<String> ends = Together.run(orgs.size(), i -> share(orgs.get(i), i % 7 == 3));

        for (int i = 0; i < orgs.size(); i++) {
            boolean fails = i % 7 == 3;
            assertThat(ends.get(i)).isEqualTo(fails ? "back" : orgs.get(i).name());
            assertThat(store().accounts().findOrg(orgs.get(i).id()).isPresent()).isEqualTo(!fails);
        }
    }

    private String share(Org org, boolean fails) {
        try {
            return transactions.inSharedTransaction(() -> {
                store().accounts().insertOrg(org);
                if (fails) {
                    throw new UnsupportedOperationException("back");
                }
                return org.name();
            });
        } catch (UnsupportedOperationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aSharedTransactionInsideAnotherJoinsIt() {
        Org org = Samples.org();
        assertThatThrownBy(() -> transactions.run(() -> {
                    transactions.inSharedTransaction(() -> {
                        store().accounts().insertOrg(org);
                        return true;
                    });
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(store().accounts().findOrg(org.id())).isEmpty();
    }

    @Test
    void aTransactionWorksAfterOneThatFailed() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        Org org = Samples.org();
        transactions.run(() -> store().accounts().insertOrg(org));

        assertThat(store().accounts().findOrg(org.id())).contains(org);
    }

    @Test
    void actionsRunInOrderOnceAllIsCommitted() {
        Org org = Samples.org();
        List<String> ran = new ArrayList<>();
        transactions.run(() -> {
            transactions.run(() -> transactions.afterCommit(() -> ran.add("first")));
            transactions.afterCommit(
                    () -> ran.add("second, sees it: " + seenByAnotherThread(org).contains(true)));
            store().accounts().insertOrg(org);
            assertThat(ran).isEmpty();
        });

        assertThat(ran).containsExactly("first", "second, sees it: true");
    }

    private List<Boolean> seenByAnotherThread(Org org) {
        return Together.run(1, i -> store().accounts().findOrg(org.id()).isPresent());
    }

    @Test
    void aRolledBackTransactionDropsItsActions() {
        List<String> ran = new ArrayList<>();
        assertThatThrownBy(() -> transactions.run(() -> {
                    transactions.afterCommit(() -> ran.add("dropped"));
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        transactions.run(() -> transactions.afterCommit(() -> ran.add("kept")));

        assertThat(ran).containsExactly("kept");
    }

    @Test
    void anActionOutsideRunsAtOnce() {
        List<String> ran = new ArrayList<>();
        transactions.afterCommit(() -> ran.add("now"));

        assertThat(ran).containsExactly("now");
    }

    @Test
    void anActionMayStartATransactionOfItsOwn() {
        Org org = Samples.org();
        transactions.run(() -> transactions.afterCommit(
                () -> transactions.run(() -> store().accounts().insertOrg(org))));

        assertThat(store().accounts().findOrg(org.id())).contains(org);
    }

    @Test
    void nobodyElseSeesWhatIsNotCommitted() {
        Org org = Samples.org();
        List<Boolean> seen = new ArrayList<>();
        Thread[] reader = new Thread[1];
        transactions.run(() -> {
            store().accounts().insertOrg(org);
            // The reader may wait for this transaction or read past it, but must not see the row if it ends first.
            reader[0] = new Thread(
                    () -> seen.add(store().accounts().findOrg(org.id()).isPresent()));
            reader[0].start();
            join(reader[0], 200);
            assertThat(seen).doesNotContain(true);
        });
        join(reader[0], 30_000);
        assertThat(seen).hasSize(1);
    }

    private static void join(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
