package dev.atelier.app.usage;

import dev.atelier.core.usage.UsageLine;
import dev.atelier.core.usage.UsageQuery;
import dev.atelier.core.usage.UsageReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What usage looks like from outside. */
final class UsageJson {
    private UsageJson() {}

    record Row(
            String key, String label, long credits, long images, long generations, long failedImages, long costMicros) {
        static Row of(UsageReport.Row row) {
            UsageLine line = row.line();
            return new Row(
                    line.key(),
                    row.label(),
                    line.credits(),
                    line.images(),
                    line.generations(),
                    line.failedImages(),
                    line.costMicros());
        }
    }

    record Totals(long credits, long images, long generations, long failedImages, long costMicros) {
        static Totals of(UsageLine sum) {
            return new Totals(sum.credits(), sum.images(), sum.generations(), sum.failedImages(), sum.costMicros());
        }
    }

    record Report(Instant from, Instant to, String groupBy, List<Row> data, Totals totals) {
        static Report of(UsageQuery query, UsageReport report) {
            return new Report(
                    query.from(),
                    query.to(),
                    query.by().name().toLowerCase(Locale.ROOT),
                    report.rows().stream().map(Row::of).toList(),
                    Totals.of(report.totals()));
        }
    }
}
