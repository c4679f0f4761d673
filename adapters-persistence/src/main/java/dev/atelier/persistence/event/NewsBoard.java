package dev.atelier.persistence.event;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers what was newest at the last look and says whose newest has changed. Used by one thread, the listener's.
 */
public final class NewsBoard {
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final JdbiTransactions transactions;
    private final Map<OrgId, EventId> seen = new HashMap<>();
    private final Map<OrgId, Long> rungAt = new HashMap<>();
    private long revision = -1;

    public NewsBoard(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    /** True while an org has rung whose event was not readable yet; after two seconds the slow look has to do. */
    boolean waiting() {
        long now = System.nanoTime();
        rungAt.values().removeIf(at -> now - at > PATIENCE);
        return !rungAt.isEmpty();
    }

    /** Which of the subscribed orgs have news since the last call. */
    Set<OrgId> newsFor(Set<OrgId> subscribed, Set<OrgId> rung) {
        seen.keySet().retainAll(subscribed);
        rungAt.keySet().retainAll(subscribed);
        if (subscribed.isEmpty()) {
            return Set.of();
        }
        for (OrgId org : rung) {
            if (subscribed.contains(org)) {
                rungAt.put(org, System.nanoTime());
            }
        }
        Set<OrgId> news = new HashSet<>();
        newest(subscribed).forEach((org, id) -> {
            if (!id.equals(seen.put(org, id))) {
                news.add(org);
                rungAt.remove(org);
            }
        });
        return news;
    }

    private Map<OrgId, EventId> newest(Set<OrgId> orgs) {
        String array = orgs.stream().map(OrgId::toString).collect(Collectors.joining(",", "{", "}"));
        return transactions.with(handle -> handle
                .createQuery("SELECT o.org_id, e.transaction, e.number FROM unnest(CAST(:orgs AS uuid[])) AS o (org_id)"
                        + " CROSS JOIN LATERAL (SELECT transaction, number FROM event"
                        + " WHERE event.org_id = o.org_id AND " + JdbiEventLog.READABLE
                        + " ORDER BY transaction DESC, number DESC LIMIT 1) e")
                .bind("orgs", array)
                .map((row, context) -> Map.entry(new OrgId(Columns.uuid(row, "org_id")), JdbiEventLog.id(row)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** True if any process changed a provider since the last call. */
    boolean providersChanged() {
        long now = transactions.with(handle -> handle.createQuery("SELECT revision FROM provider_revision")
                .mapTo(Long.class)
                .one());
        boolean changed = revision != now;
        revision = now;
        return changed;
    }
}
