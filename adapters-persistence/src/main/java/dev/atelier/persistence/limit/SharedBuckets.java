package dev.atelier.persistence.limit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Token buckets that all processes of one database share, one row each. Thread-safe.
 *
 * <p>Every use of a bucket is a transaction of its own with a row lock; it throws a {@link RuntimeException} if the database does not
 * answer within about a second.
 */
public final class SharedBuckets {
    /** A budget that was full again for this long is forgotten. */
    private static final Duration KEPT_WHEN_FULL = Duration.ofMinutes(1);

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> rows;

    /**
     * @param pool connections whose limits bound the wait
     * @param clock refills the buckets; the clocks of all processes should agree within a second
     */
    public SharedBuckets(DataSource pool, TimeMeter clock) {
        this.rows = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_budget")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .clientClock(clock)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
                .build();
    }

    /**
     * The bucket of this name; nothing is read or written before it is used.
     *
     * @param name names the limits too: a name keeps the limits that it was first used with
     */
    public BucketProxy bucket(String name, BucketConfiguration limits) {
        return rows.getProxy(name, () -> limits);
    }

    /** Removes up to so many rows that say no more than no row; tells how many it were. */
    public int removeExpired(int most) {
        return rows.removeExpired(most);
    }
}
