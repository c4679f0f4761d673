package dev.atelier.core.memory;

import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.generation.CostSum;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.core.usage.UsageLine;
import dev.atelier.core.usage.UsageQuery;
import dev.atelier.core.usage.spi.UsageRepository;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the other repositories keep. */
final class InMemoryUsageRepository implements UsageRepository {
    private final InMemoryDatabase database;
    private final InMemoryGenerationRepository generations;
    private final InMemoryCreditLedger ledger;

    InMemoryUsageRepository(
            InMemoryDatabase database, InMemoryGenerationRepository generations, InMemoryCreditLedger ledger) {
        this.database = database;
        this.generations = generations;
        this.ledger = ledger;
    }

    @Override
    public List<UsageLine> usage(UsageQuery query) {
        return database.inTransaction(() -> {
            Map<String, UsageLine> lines = new TreeMap<>();
            ledger.all(query.org())
                    .filter(entry -> captured(query, entry))
                    .forEach(entry -> generations
                            .find(query.org(), java.util.Objects.requireNonNull(entry.generation()))
                            .map(generation -> new UsageLine(
                                    key(query, entry.at(), generation),
                                    entry.change().spent(),
                                    1,
                                    0,
                                    0,
                                    0))
                            .ifPresent(line -> lines.merge(line.key(), line, UsageLine::plus)));
            generations
                    .all()
                    .filter(generation -> generation.org().equals(query.org()) && within(query, generation.createdAt()))
                    .map(generation -> asked(query, generation))
                    .forEach(line -> lines.merge(line.key(), line, UsageLine::plus));
            return List.copyOf(lines.values());
        });
    }

    private static boolean captured(UsageQuery query, LedgerEntry entry) {
        return entry.kind() == EntryKind.CAPTURE && entry.generation() != null && within(query, entry.at());
    }

    private static boolean within(UsageQuery query, Instant at) {
        return !at.isBefore(query.from()) && at.isBefore(query.to());
    }

    private static UsageLine asked(UsageQuery query, Generation generation) {
        long failed = generation.tasks().stream()
                .map(ImageTask::state)
                .filter(TaskState.FAILED::equals)
                .count();
        return new UsageLine(
                key(query, generation.createdAt(), generation),
                0,
                0,
                1,
                failed,
                CostSum.of(generation).micros());
    }

    private static String key(UsageQuery query, Instant at, Generation generation) {
        return switch (query.by()) {
            case DAY -> at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case PERSON -> generation.user().toString();
            case MODEL -> generation.brief().model().value();
        };
    }

    @Override
    public List<ProviderHealth> health(Instant since) {
        return database.inTransaction(() -> ProviderCalls.health(
                generations.all().filter(generation -> !generation.createdAt().isBefore(since))));
    }
}
