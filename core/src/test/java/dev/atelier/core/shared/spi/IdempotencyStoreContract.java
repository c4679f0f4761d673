package dev.atelier.core.shared.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.shared.spi.IdempotencyStore.Answer;
import dev.atelier.core.shared.spi.IdempotencyStore.Key;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IdempotencyStore} promises. */
public abstract class IdempotencyStoreContract {
    private static final Answer ANSWER = new Answer(Samples.sha256(), 202, "{\"id\":\"\u2615\"}", "/api/v1/x/1");

    private IdempotencyStore answers;
    private OrgId org;
    private Key key;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeKey() {
        answers = store().idempotency();
        org = Samples.tenant(store()).id();
        key = new Key(org, "user-1", "POST /generations", "k-1");
    }

    @Test
    void theFirstClaimIsOursAndTheNextGetsTheAnswer() {
        assertThat(work(key)).isEmpty();
        assertThat(work(key)).contains(ANSWER);
    }

    @Test
    void eachPartOfTheKeyCounts() {
        work(key);

        assertThat(work(new Key(Samples.tenant(store()).id(), "user-1", "POST /generations", "k-1")))
                .isEmpty();
        assertThat(work(new Key(org, "user-2", "POST /generations", "k-1"))).isEmpty();
        assertThat(work(new Key(org, "user-1", "POST /uploads", "k-1"))).isEmpty();
        assertThat(work(new Key(org, "user-1", "POST /generations", "K-1"))).isEmpty();
        assertThat(work(new Key(org, "user-1", "POST /generations", "k".repeat(255))))
                .isEmpty();
    }

    @Test
    void aRolledBackClaimIsForgotten() {
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    answers.claim(key, Samples.NOW);
                    answers.store(key, ANSWER);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(work(key)).isEmpty();
    }

    @Test
    void aKeyIsRenewedUnlessThatIsRolledBack() {
        Answer second = new Answer(Samples.sha256(), 202, "{}", "/api/v1/x/2");
        work(key);
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    renewed(second);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(work(key)).contains(ANSWER);

        store().transactions().run(() -> renewed(second));
        assertThat(work(key)).contains(second);
        assertThat(answers.forgetBefore(Samples.NOW.plusSeconds(5)))
                .as("its age counts from then")
                .isZero();
    }

    private void renewed(Answer next) {
        assertThat(answers.claim(key, Samples.NOW.plusSeconds(5))).contains(ANSWER);
        answers.renew(key, Samples.NOW.plusSeconds(5));
        answers.store(key, next);
    }

    @Test
    void ofManyTwinsOneWorksAndAllGetItsAnswer() {
        AtomicInteger worked = new AtomicInteger();

        List<Answer> got = Together.run(
                16,
                i -> store().transactions().inTransaction(() -> {
                    Optional<Answer> earlier = answers.claim(key, Samples.NOW);
                    if (earlier.isPresent()) {
                        return earlier.get();
                    }
                    Answer mine = new Answer(ANSWER.fingerprint(), 202, "{\"n\":" + worked.incrementAndGet() + "}", "");
                    answers.store(key, mine);
                    return mine;
                }));

        assertThat(worked).hasValue(1);
        assertThat(got).containsOnly(new Answer(ANSWER.fingerprint(), 202, "{\"n\":1}", ""));
    }

    @Test
    void aTwinTakesOverWhenTheFirstRollsBack() {
        AtomicInteger tries = new AtomicInteger();

        List<Boolean> finished = Together.run(8, i -> {
            try {
                return store().transactions().inTransaction(() -> {
                    if (answers.claim(key, Samples.NOW).isPresent()) {
                        return true;
                    }
                    if (tries.incrementAndGet() < 4) {
                        throw new UnsupportedOperationException("back");
                    }
                    answers.store(key, ANSWER);
                    return true;
                });
            } catch (UnsupportedOperationException e) {
                return false;
            }
        });

        assertThat(tries).hasValue(4);
        assertThat(finished).filteredOn(done -> done).hasSize(5);
        assertThat(work(key)).contains(ANSWER);
    }

    @Test
    void oldAnswersAreForgotten() {
        store().transactions().run(() -> {
            answers.claim(key, Samples.NOW.minusSeconds(10));
            answers.store(key, ANSWER);
        });
        Key fresh = new Key(org, "user-1", "POST /generations", "k-2");
        work(fresh);

        assertThat(answers.forgetBefore(Samples.NOW)).isPositive();
        assertThat(work(key)).isEmpty();
        assertThat(work(fresh)).contains(ANSWER);
    }

    private Optional<Answer> work(Key claimed) {
        return store().transactions().inTransaction(() -> {
            Optional<Answer> earlier = answers.claim(claimed, Samples.NOW);
            if (earlier.isEmpty()) {
                answers.store(claimed, ANSWER);
            }
            return earlier;
        });
    }
}
