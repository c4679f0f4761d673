package dev.atelier.core.callback.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.callback.CallbackId;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CallbackInbox} promises. */
public abstract class CallbackInboxContract {
    private CallbackInbox inbox;
    private OrgId org;
    private Generation generation;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeGeneration() {
        inbox = store().callbacks();
        Samples.Tenant tenant = Samples.tenant(store());
        org = tenant.id();
        generation = Samples.full(store(), tenant);
        store().generations().insert(generation);
    }

    @Test
    void whatIsStoredIsReadBack() {
        StoredCallback callback = callback(0);

        assertThat(inbox.store(callback)).isTrue();

        assertThat(inbox.find(org, callback.id())).hasValueSatisfying(found -> same(found, callback));
        assertThat(inbox.ofAttempt(org, callback.attempt())).singleElement().satisfies(found -> same(found, callback));
    }

    @Test
    void oneBodyOfOneAttemptIsStoredOnce() {
        StoredCallback callback = callback(0);
        inbox.store(callback);
        StoredCallback twin = withBody(callback(1), callback.bodySha256());

        assertThat(inbox.store(twin)).isFalse();
        assertThat(inbox.store(callback(2))).isTrue();
        assertThat(inbox.ofAttempt(org, callback.attempt())).hasSize(2);
        assertThat(inbox.find(org, twin.id())).isEmpty();
    }

    @Test
    void aRefusedTwinLeavesItsTransactionUsable() {
        StoredCallback callback = callback(0);
        inbox.store(callback);
        StoredCallback other = callback(1);

        store().transactions().run(() -> {
            assertThat(inbox.store(withBody(callback(2), callback.bodySha256())))
                    .isFalse();
            assertThat(inbox.store(other)).isTrue();
        });

        assertThat(inbox.find(org, other.id())).isPresent();
    }

    @Test
    void ofManyTwinsOneIsStored() {
        String body = Samples.sha256();

        List<Boolean> stored = Together.run(16, i -> inbox.store(withBody(callback(i), body)));

        assertThat(Collections.frequency(stored, true)).isEqualTo(1);
    }

    @Test
    void anAttemptsCallbacksComeOldestFirst() {
        StoredCallback late = callback(5);
        StoredCallback early = callback(1);
        inbox.store(late);
        inbox.store(early);

        assertThat(inbox.ofAttempt(org, early.attempt()))
                .extracting(StoredCallback::id)
                .containsExactly(early.id(), late.id());
    }

    @Test
    void processingIsNotedOnceOnWhatWasOpen() {
        StoredCallback first = callback(0);
        inbox.store(first);
        Instant at = Samples.NOW.plusSeconds(60);
        inbox.markProcessed(org, first.attempt(), at, "succeeded");
        StoredCallback second = callback(1);
        inbox.store(second);
        inbox.markProcessed(org, first.attempt(), at.plusSeconds(60), "ended before");

        assertThat(inbox.find(org, first.id())).hasValueSatisfying(found -> {
            assertThat(found.processedAt()).isEqualTo(at);
            assertThat(found.outcome()).isEqualTo("succeeded");
        });
        assertThat(inbox.find(org, second.id()))
                .hasValueSatisfying(found -> assertThat(found.outcome()).isEqualTo("ended before"));
    }

    @Test
    void anotherOrgSeesNothing() {
        StoredCallback callback = callback(0);
        inbox.store(callback);
        OrgId other = Samples.tenant(store()).id();
        inbox.markProcessed(other, callback.attempt(), Samples.NOW, "forged");

        assertThat(inbox.find(other, callback.id())).isEmpty();
        assertThat(inbox.ofAttempt(other, callback.attempt())).isEmpty();
        assertThat(inbox.list(other, null, PageRequest.first(10)).items()).isEmpty();
        assertThat(inbox.find(org, callback.id()))
                .hasValueSatisfying(found -> assertThat(found.processedAt()).isNull());
        assertThat(inbox.find(org, new CallbackId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void callbacksAreListedNewestFirstAndByWhetherTheyWereProcessed() {
        StoredCallback old = callback(0);
        inbox.store(old);
        inbox.markProcessed(org, old.attempt(), Samples.NOW, "done");
        StoredCallback fresh = callback(1);
        inbox.store(fresh);

        assertThat(ids(inbox.list(org, null, PageRequest.first(10)))).containsExactly(fresh.id(), old.id());
        assertThat(ids(inbox.list(org, true, PageRequest.first(10)))).containsExactly(old.id());
        assertThat(ids(inbox.list(org, false, PageRequest.first(10)))).containsExactly(fresh.id());
    }

    @Test
    void pagesMissNothingThoughTimesAreEqual() {
        List<CallbackId> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            StoredCallback callback = callback(0);
            inbox.store(callback);
            all.add(callback.id());
        }
        List<CallbackId> seen = new ArrayList<>();
        Page<StoredCallback> page = inbox.list(org, null, PageRequest.first(3));
        seen.addAll(ids(page));
        while (page.nextCursor() != null && seen.size() < 20) {
            page = inbox.list(org, null, new PageRequest(3, page.nextCursor()));
            seen.addAll(ids(page));
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThatThrownBy(() -> inbox.list(org, null, new PageRequest(3, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private StoredCallback callback(int secondsLater) {
        return Samples.callback(generation, Samples.NOW.plusSeconds(secondsLater));
    }

    private static StoredCallback withBody(StoredCallback callback, String sha256) {
        return new StoredCallback(
                callback.id(),
                callback.org(),
                callback.generation(),
                callback.task(),
                callback.attempt(),
                callback.provider(),
                sha256,
                callback.raw(),
                callback.trust(),
                callback.vendorTask(),
                callback.receivedAt(),
                callback.processedAt(),
                callback.outcome());
    }

    private static List<CallbackId> ids(Page<StoredCallback> page) {
        return page.items().stream().map(StoredCallback::id).toList();
    }

    /** The body is an array, which records compare by identity. */
    private static void same(StoredCallback found, StoredCallback expected) {
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    }
}
