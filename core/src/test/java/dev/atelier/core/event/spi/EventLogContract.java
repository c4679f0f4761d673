package dev.atelier.core.event.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} promises. */
public abstract class EventLogContract {
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 20;
    private static final Duration SOON = Duration.ofSeconds(20);

    private EventLog events;
    private OrgId org;
    private GenerationId generation;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        events = store().events();
        Samples.Tenant tenant = Samples.tenant(store());
        org = tenant.id();
        generation = Samples.stored(store(), tenant).id();
    }

    @Test
    void anEmptyLogStartsAtTheStart() {
        assertThat(events.latest(org)).isEqualTo(EventId.START);
        assertThat(events.oldest(org)).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void anEventIsReadBackInFull() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", "\u2615 \"x\"");
        data.put("index", 3);
        data.put("charged", 7_000_000_000L);
        data.put("done", true);
        data.put("tasks", List.of("a", "b"));
        events.append(org, generation, EventType.IMAGE_READY, Samples.NOW, data);

        assertThat(awaitEvents(1)).singleElement().satisfies(event -> {
            assertThat(event.org()).isEqualTo(org);
            assertThat(event.generation()).isEqualTo(generation);
            assertThat(event.type()).isEqualTo(EventType.IMAGE_READY);
            assertThat(event.at()).isEqualTo(Samples.NOW);
            assertThat(new ArrayList<>(event.data().keySet())).containsExactlyElementsOf(data.keySet());
            assertThat(event.data().get("state")).isEqualTo("\u2615 \"x\"");
            assertThat(((Number) event.data().get("index")).intValue()).isEqualTo(3);
            assertThat(((Number) event.data().get("charged")).longValue()).isEqualTo(7_000_000_000L);
            assertThat(event.data().get("done")).isEqualTo(true);
            assertThat(event.data().get("tasks")).isEqualTo(List.of("a", "b"));
            assertThat(event.id()).isGreaterThan(EventId.START);
            assertThat(EventId.parse(event.id().toString())).isEqualTo(event.id());
        });
    }

    @Test
    void eventsComeInTheOrderTheyWereWritten() {
        store().transactions().run(() -> {
            append("a", null);
            append("b", null);
        });
        append("c", null);

        List<Event> found = awaitEvents(3);
        assertThat(found).extracting(Event::type).containsExactly("a", "b", "c");
        assertThat(found).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(events.latest(org)).isEqualTo(found.get(2).id());
        assertThat(events.oldest(org)).contains(found.get(0).id());
    }

    @Test
    void aReaderResumesBehindTheLastEventItSaw() {
        append("a", null);
        append("b", null);
        append("c", null);
        List<Event> found = awaitEvents(3);

        assertThat(events.after(org, null, EventId.START, 2))
                .extracting(Event::type)
                .containsExactly("a", "b");
        assertThat(events.after(org, null, found.get(1).id(), 10))
                .extracting(Event::type)
                .containsExactly("c");
        assertThat(events.after(org, null, found.get(2).id(), 10)).isEmpty();
    }

    @Test
    void oneGenerationIsReadAlone() {
        append("org", null);
        append("mine", generation);
        awaitEvents(2);

        assertThat(events.after(org, generation, EventId.START, 10))
                .extracting(Event::type)
                .containsExactly("mine");
    }

    @Test
    void anotherOrgReadsNothing() {
        append("mine", generation);
        awaitEvents(1);
        OrgId other = Samples.tenant(store()).id();

        assertThat(events.after(other, null, EventId.START, 10)).isEmpty();
        assertThat(events.after(other, generation, EventId.START, 10)).isEmpty();
        assertThat(events.latest(other)).isEqualTo(EventId.START);
        assertThat(events.oldest(other)).isEmpty();
    }

    @Test
    void aRolledBackEventNeverAppears() {
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    append("lost", null);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        append("kept", null);

        assertThat(awaitEvents(1)).extracting(Event::type).containsExactly("kept");
    }

    /**
     * Eight writers commit in another order than they wrote, and one transaction stays open all the while; a reader that
     * always goes on behind the last event it saw sees every event once, and each writer's in order.
     */
    @Test
    void aReaderMissesNothingWhileTransactionsInterleave() {
        List<Event> seen = new ArrayList<>();
        CountDownLatch slowMayEnd = new CountDownLatch(1);
        Together.run(WRITERS + 2, i -> {
            if (i == WRITERS) {
                readUntil(seen, WRITERS * TRANSACTIONS * 2 + 1, slowMayEnd);
            } else if (i == WRITERS + 1) {
                store().transactions().run(() -> {
                    append("slow", null);
                    awaitUpTo(slowMayEnd, Duration.ofMillis(300));
                });
            } else {
                write(i);
            }
            return i;
        });

        assertThat(seen).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(seen).hasSize(WRITERS * TRANSACTIONS * 2 + 1);
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "w" + writer;
            assertThat(seen)
                    .filteredOn(event -> event.type().equals(name))
                    .extracting(event -> ((Number) event.data().get("n")).intValue())
                    .hasSize(TRANSACTIONS * 2)
                    .isSorted();
        }
    }

    private void write(int writer) {
        for (int n = 0; n < TRANSACTIONS; n++) {
            int number = n;
            store().transactions().run(() -> {
                events.append(org, null, "w" + writer, Samples.NOW, Map.of("n", number * 2));
                Thread.yield();
                events.append(org, generation, "w" + writer, Samples.NOW, Map.of("n", number * 2 + 1));
            });
        }
    }

    private void readUntil(List<Event> seen, int wanted, CountDownLatch sawSome) {
        EventId place = EventId.START;
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        while (seen.size() < wanted && System.nanoTime() < giveUpAt) {
            List<Event> more = events.after(org, null, place, 7);
            seen.addAll(more);
            if (!more.isEmpty()) {
                place = more.get(more.size() - 1).id();
                sawSome.countDown();
            }
            Thread.yield();
        }
    }

    @Test
    void newsRingsOnceEventsAreReadable() throws Exception {
        AtomicInteger readable = new AtomicInteger();
        try (AutoCloseable closed = events.onNews(org, () -> readable.set(all().size()))) {
            append("a", null);
            await().atMost(SOON).untilAsserted(() -> assertThat(readable).hasValue(1));
            store().transactions().run(() -> append("b", generation));
            await().atMost(SOON).untilAsserted(() -> assertThat(readable).hasValue(2));
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void aClosedListenerHearsNothingMore() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        AutoCloseable closing = events.onNews(org, first::incrementAndGet);
        try (AutoCloseable open = events.onNews(org, second::incrementAndGet)) {
            closing.close();
            int before = first.get();
            append("a", null);
            await().atMost(SOON).untilAsserted(() -> assertThat(second.get()).isPositive());
            assertThat(first).hasValue(before);
            assertThat(open).isNotNull();
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        try (AutoCloseable broken = events.onNews(org, () -> {
                    throw new UnsupportedOperationException("broken listener");
                });
                AutoCloseable sound = events.onNews(org, heard::incrementAndGet)) {
            append("a", null);
            await().atMost(SOON).untilAsserted(() -> assertThat(heard.get()).isPositive());
            assertThat(List.of(broken, sound)).hasSize(2);
        }
        assertThat(awaitEvents(1)).hasSize(1);
    }

    @Test
    void oldEventsAreForgotten() {
        events.append(org, null, "old", Samples.NOW.minusSeconds(10), Map.of());
        events.append(org, null, "new", Samples.NOW, Map.of());
        List<Event> found = awaitEvents(2);

        assertThat(events.forgetBefore(Samples.NOW)).isPositive();

        assertThat(all()).containsExactly(found.get(1));
        assertThat(events.oldest(org)).contains(found.get(1).id());
        assertThat(events.latest(org)).isEqualTo(found.get(1).id());
    }

    private void append(String type, @Nullable GenerationId about) {
        events.append(org, about, type, Samples.NOW, Map.of());
    }

    private List<Event> all() {
        return events.after(org, null, EventId.START, 1_000);
    }

    /** A committed event may have to wait for older transactions before it is readable. */
    private List<Event> awaitEvents(int count) {
        await().atMost(SOON).untilAsserted(() -> assertThat(all()).hasSize(count));
        return all();
    }

    private static void awaitUpTo(CountDownLatch latch, Duration most) {
        try {
            // Whether it came is of no matter: in a store that lets one transaction in at a time it cannot.
            latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
