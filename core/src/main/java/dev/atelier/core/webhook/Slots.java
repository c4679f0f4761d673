package dev.atelier.core.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.webhook.spi.WebhookRepository.Ref;
import java.util.HashMap;
import java.util.Map;

/**
 * How many tries this process makes at a time: few to one endpoint, a part of all for one org, and a part of all for receivers that do not
 * answer. So a slow receiver can hold up nobody but itself. Thread-safe.
 */
final class Slots {
    static final int ALL = 16;
    static final int FAILING = 8;
    static final int ONE_ORG = 8;
    static final int ONE_ENDPOINT = 2;

    private final Map<Object, Integer> taken = new HashMap<>();
    private int all;
    private int failing;

    /** Takes a place for this endpoint if it may have one more. */
    synchronized boolean take(Ref ref) {
        if (all >= ALL
                || (ref.failing() && failing >= FAILING)
                || taken.getOrDefault(ref.org(), 0) >= ONE_ORG
                || taken.getOrDefault(ref.endpoint(), 0) >= ONE_ENDPOINT) {
            return false;
        }
        count(ref, 1);
        return true;
    }

    /** Gives back what {@link #take} gave for the same reference. */
    synchronized void give(Ref ref) {
        count(ref, -1);
    }

    private void count(Ref ref, int change) {
        all += change;
        failing += ref.failing() ? change : 0;
        OrgId org = ref.org();
        taken.merge(org, change, (before, more) -> before + more == 0 ? null : before + more);
        taken.merge(ref.endpoint(), change, (before, more) -> before + more == 0 ? null : before + more);
    }
}
