package dev.atelier.app.cli;

import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.provider.VendorCost;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a generation cost, from the ledger and from the vendors' own words.
 *
 * @param vendorMicros millionths of a US dollar that vendors told us
 * @param untold paid submits of which the vendor told no cost
 */
record Cost(long held, long charged, long released, long vendorMicros, long untold) {

    static Cost of(List<LedgerEntry> entries, Generation generation) {
        List<Attempt> attempts = generation.tasks().stream()
                .flatMap(task -> task.attempts().stream())
                .filter(attempt -> attempt.sentAt() != null)
                .toList();
        long micros = Stream.of(
                        attempts.stream().map(Attempt::cost),
                        generation.analyses().stream().map(ReferenceAnalysis::cost),
                        generation.trials().stream().map(LlmTrial::cost))
                .flatMap(costs -> costs)
                .map(VendorCost::micros)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        long untold = attempts.stream()
                .filter(attempt -> attempt.cost().micros() == null)
                .count();
        return new Cost(
                sum(entries, EntryKind.HOLD),
                sum(entries, EntryKind.CAPTURE),
                sum(entries, EntryKind.RELEASE),
                micros,
                untold);
    }

    private static long sum(List<LedgerEntry> entries, EntryKind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .mapToLong(entry -> Math.abs(entry.change().held()))
                .sum();
    }

    String sentence() {
        return "cost       " + held + " credit(s) held, " + charged + " charged, " + released + " released; vendors "
                + vendorMicros + " micro-USD" + (untold == 0 ? "" : " (" + untold + " picture(s) not told)");
    }
}
