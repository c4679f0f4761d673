package dev.atelier.core.usage;

import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.usage.spi.UsageRepository;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sums up what an org used, with names for people, and zeros for days without anything. Thread-safe. */
public final class SumUpUsage {
    private final UsageRepository usage;
    private final AccountRepository accounts;
    private final ModelCatalogue catalogue;

    public SumUpUsage(UsageRepository usage, AccountRepository accounts, ModelCatalogue catalogue) {
        this.usage = usage;
        this.accounts = accounts;
        this.catalogue = catalogue;
    }

    public UsageReport sumUp(UsageQuery query) {
        List<UsageLine> lines = usage.usage(query);
        List<UsageReport.Row> rows = switch (query.by()) {
            case DAY -> days(query, lines);
            case PERSON -> ranked(lines, this::person);
            case MODEL -> ranked(lines, this::model);
        };
        return new UsageReport(rows, lines.stream().reduce(UsageLine.none(""), UsageLine::plus));
    }

    private static List<UsageReport.Row> days(UsageQuery query, List<UsageLine> lines) {
        Map<String, UsageLine> known = lines.stream().collect(Collectors.toMap(UsageLine::key, Function.identity()));
        List<UsageReport.Row> rows = new ArrayList<>();
        LocalDate last = query.to().minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate day = query.from().atOffset(ZoneOffset.UTC).toLocalDate();
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            String key = day.toString();
            rows.add(new UsageReport.Row(key, known.getOrDefault(key, UsageLine.none(key))));
        }
        return rows;
    }

    private static List<UsageReport.Row> ranked(List<UsageLine> lines, Function<String, String> label) {
        return lines.stream()
                .sorted(Comparator.comparingLong(UsageLine::credits)
                        .thenComparingLong(UsageLine::generations)
                        .reversed()
                        .thenComparing(UsageLine::key))
                .map(line -> new UsageReport.Row(label.apply(line.key()), line))
                .toList();
    }

    private String person(String key) {
        return accounts.findUser(new UserId(UUID.fromString(key)))
                .map(User::displayName)
                .orElse(key);
    }

    private String model(String key) {
        return catalogue.model(new ModelId(key)).map(ModelSpec::displayName).orElse(key);
    }
}
