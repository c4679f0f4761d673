package dev.atelier.persistence.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.fakes.Together;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final AtomicInteger writing = new AtomicInteger();
    private final ConcurrentHashMap<Integer, Integer> written = new ConcurrentHashMap<>();

    @Test
    void aSingleCallerGoesAlone() {
        GroupCommit<Integer, String> group = new GroupCommit<>(
                10,
                wishes -> {
                    throw new AssertionError("nobody is there to share with");
                },
                wish -> "alone " + wish);

        assertThat(group.write(1)).isEqualTo("alone 1");
        assertThat(group.write(2)).isEqualTo("alone 2");
    }

    @Test
    void everyCallerGetsItsOwnAnswerAndOnlyOneWritesAtATime() {
        GroupCommit<Integer, String> group = new GroupCommit<>(10, this::together, this::alone);

        List<String> answers = Together.run(64, i -> IntStream.range(0, 50)
                .mapToObj(round -> group.write(i * 50 + round))
                .reduce("", (a, b) -> b));

        assertThat(answers).containsExactlyElementsOf(
                IntStream.range(0, 64).mapToObj(i -> "wrote " + (i * 50 + 49)).toList());
        assertThat(written).hasSize(3_200).allSatisfy((wish, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void whoComesWhileOneWritesGoesWithTheOthers() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> groups = new CopyOnWriteArrayList<>();
        GroupCommit<Integer, String> group = new GroupCommit<>(
                10,
                wishes -> {
                    groups.add(wishes.size());
                    return together(wishes);
                },
                wish -> {
                    first.countDown();
                    awaitLatch(go);
                    return alone(wish);
                });
        List<Thread> callers = IntStream.range(0, 10)
                .mapToObj(i -> new Thread(() -> group.write(i)))
                .toList();
        callers.get(0).start();
        first.await();
        callers.subList(1, 10).forEach(Thread::start);
        await().until(() -> callers.subList(1, 10).stream().allMatch(t -> t.getState() == Thread.State.WAITING));
        go.countDown();
        for (Thread caller : callers) {
            caller.join(10_000);
        }

        assertThat(groups).containsExactly(9);
        assertThat(written).hasSize(10);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNeighboursFailureIsNotOnesOwn() {
        GroupCommit<Integer, String> group = new GroupCommit<>(10, this::togetherButNotSeven, this::aloneButNotSeven);

        List<String> answers = Together.run(32, i -> {
            try {
                return group.write(i);
            } catch (UnsupportedOperationException e) {
                return "refused";
            }
        });

        assertThat(answers).containsExactlyElementsOf(
                IntStream.range(0, 32).mapToObj(i -> i == 7 ? "refused" : "wrote " + i).toList());
    }

    @Test
    void anInterruptedCallerStillLearnsItsAnswer() {
        GroupCommit<Integer, String> group = new GroupCommit<>(10, this::together, this::alone);

        Thread.currentThread().interrupt();
        assertThat(group.write(1)).isEqualTo("wrote 1");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anErrorOfTheWriterEndsNobodysWait() {
        GroupCommit<Integer, String> group = new GroupCommit<>(10, this::together, wish -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(() -> group.write(1)).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> group.write(2)).isInstanceOf(StackOverflowError.class);
    }

    private List<String> together(List<Integer> wishes) {
        assertThat(writing.incrementAndGet()).isEqualTo(1);
        List<String> answers = wishes.stream().map(this::note).toList();
        writing.decrementAndGet();
        return answers;
    }

    private String alone(int wish) {
        return together(List.of(wish)).get(0);
    }

    private String note(int wish) {
        written.merge(wish, 1, Integer::sum);
        return "wrote " + wish;
    }

    private List<String> togetherButNotSeven(List<Integer> wishes) {
        if (wishes.contains(7)) {
            throw new UnsupportedOperationException("not seven");
        }
        return together(wishes);
    }

    private String aloneButNotSeven(int wish) {
        return togetherButNotSeven(List.of(wish)).get(0);
    }
}
