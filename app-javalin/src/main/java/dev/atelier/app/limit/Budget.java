package dev.atelier.app.limit;

import dev.atelier.persistence.limit.SharedBuckets;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One caller's budget on this server: a bucket here, and what was taken from it since the shared one heard of it. Thread-safe; {@link
 * #share} is for one thread at a time.
 */
final class Budget {
    private final Quota quota;
    private final String key;
    private final Bucket here;
    private final AtomicLong untold = new AtomicLong();
    private volatile long sharedAtNanos = Long.MIN_VALUE;
    private volatile long refusedUntilNanos = Long.MIN_VALUE;

    Budget(Quota quota, String key, TimeMeter time) {
        this.quota = quota;
        this.key = key;
        this.here = Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(quota.limits().getBandwidths()[0])
                .build();
    }

    /** Takes one of what this server knows of. */
    Verdict take() {
        ConsumptionProbe probe = here.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            untold.incrementAndGet();
        }
        return Verdict.of(quota, probe);
    }

    /**
     * Takes one of what all servers share. A refusal is repeated until its time is over, so that a flood costs the database nothing.
     *
     * @throws RuntimeException if the shared bucket does not answer; nothing is taken then
     */
    Verdict takeShared(SharedBuckets shared, long nowNanos) {
        long refused = refusedUntilNanos;
        if (nowNanos < refused) {
            return Verdict.refused(quota, Duration.ofNanos(refused - nowNanos));
        }
        Verdict verdict = Verdict.of(quota, there(shared).tryConsumeAndReturnRemaining(1));
        if (verdict.allowed()) {
            // For the time when the shared bucket does not answer.
            here.tryConsume(1);
        } else {
            refusedUntilNanos = nowNanos + verdict.untilNext().toNanos();
        }
        return verdict;
    }

    void giveBack() {
        here.addTokens(1);
        untold.decrementAndGet();
    }

    void giveBackShared(SharedBuckets shared) {
        there(shared).addTokens(1);
        here.addTokens(1);
        refusedUntilNanos = Long.MIN_VALUE;
    }

    /** True if the others should hear of it now: an eighth is gone, or they were not heard for long. */
    boolean urgent(long nowNanos, long staleNanos) {
        return untold.get() >= Math.max(1, quota.most() / 8)
                || sharedAtNanos == Long.MIN_VALUE
                || nowNanos - sharedAtNanos > staleNanos;
    }

    /**
     * Tells the shared bucket what was taken here, and takes over what it has left.
     *
     * @throws RuntimeException if it does not answer; then it is told the next time
     */
    void share(SharedBuckets shared, long nowNanos) {
        long taken = untold.getAndSet(0);
        long left;
        try {
            left = tell(there(shared), taken);
        } catch (RuntimeException e) {
            untold.addAndGet(taken);
            throw e;
        }
        sharedAtNanos = nowNanos;
        // In this order, one taken meanwhile makes the difference too small: too kind until the next time, never too
        // strict.
        long since = untold.get();
        long surplus = here.getAvailableTokens() - (left - since);
        if (surplus > 0) {
            here.consumeIgnoringRateLimits(surplus);
        } else if (surplus < 0) {
            here.addTokens(-surplus);
        }
    }

    private static long tell(BucketProxy there, long taken) {
        if (taken > 0) {
            return there.asVerbose()
                    .consumeIgnoringRateLimits(taken)
                    .getDiagnostics()
                    .getAvailableTokens();
        }
        if (taken < 0) {
            there.addTokens(-taken);
        }
        return there.getAvailableTokens();
    }

    private BucketProxy there(SharedBuckets shared) {
        return shared.bucket(key, quota.limits());
    }
}
