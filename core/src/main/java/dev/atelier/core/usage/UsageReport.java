package dev.atelier.core.usage;

import java.util.List;

/**
 * Usage, ready to be shown.
 *
 * @param rows by day without a gap; else those who spent most first
 * @param totals the sum of all rows, under an empty key
 */
public record UsageReport(List<Row> rows, UsageLine totals) {
    public UsageReport {
        rows = List.copyOf(rows);
    }

    /** @param label the key in words for people */
    public record Row(String label, UsageLine line) {}
}
