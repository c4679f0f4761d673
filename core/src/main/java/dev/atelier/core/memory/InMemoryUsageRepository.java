package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.generation.CostSum;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.usage.ModelCost;
import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.core.usage.UsageLine;
import dev.atelier.core.usage.UsageQuery;
import dev.atelier.core.usage.spi.UsageRepository;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Adds up what the other repositories keep. */
final class InMemoryUsageRepository implements UsageRepository {
    private final InMemoryDatabase database;
    private final InMemoryGenerationRepository generations;
    private final InMemoryTextGenerationRepository texts;
    private final InMemoryCreditLedger ledger;

    InMemoryUsageRepository(
            InMemoryDatabase database,
            InMemoryGenerationRepository generations,
            InMemoryTextGenerationRepository texts,
            InMemoryCreditLedger ledger) {
        this.database = database;
        this.generations = generations;
        this.texts = texts;
        this.ledger = ledger;
    }

    @Override
    public List<UsageLine> usage(UsageQuery query) {
        return database.inTransaction(() -> {
            Map<String, UsageLine> lines = new TreeMap<>();
            Stream.of(
                            ledger.all(query.org())
                                    .filter(entry -> captured(query, entry))
                                    .flatMap(entry -> spent(query, entry).stream()),
                            generations
                                    .all()
                                    .filter(one -> one.org().equals(query.org()) && within(query, one.createdAt()))
                                    .map(generation -> asked(query, generation)),
                            texts.all()
                                    .filter(one -> one.org().equals(query.org()) && within(query, one.createdAt()))
                                    .map(text -> new UsageLine(
                                            key(
                                                    query,
                                                    text.createdAt(),
                                                    text.user(),
                                                    text.brief().model()),
                                            0,
                                            0,
                                            1,
                                            0,
                                            text.costMicros())))
                    .flatMap(each -> each)
                    .forEach(line -> lines.merge(line.key(), line, UsageLine::plus));
            return List.copyOf(lines.values());
        });
    }

    /** A picture or an answer that was charged; an answer counts as no picture. */
    private Optional<UsageLine> spent(UsageQuery query, LedgerEntry entry) {
        GenerationId id = java.util.Objects.requireNonNull(entry.generation());
        long credits = entry.change().spent();
        return generations
                .find(query.org(), id)
                .map(one -> new UsageLine(
                        key(query, entry.at(), one.user(), one.brief().model()),
                        credits,
                        one.type() == GenerationType.IMAGE ? 1 : 0,
                        0,
                        0,
                        0))
                .or(() -> texts.find(query.org(), id)
                        .map(one -> new UsageLine(
                                key(query, entry.at(), one.user(), one.brief().model()), credits, 0, 0, 0, 0)));
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
                key(
                        query,
                        generation.createdAt(),
                        generation.user(),
                        generation.brief().model()),
                0,
                0,
                1,
                failed,
                CostSum.of(generation).micros());
    }

    private static String key(UsageQuery query, Instant at, UserId user, ModelId model) {
        return switch (query.by()) {
            case DAY -> at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case PERSON -> user.toString();
            case MODEL -> model.value();
        };
    }

    @Override
    public ModelCost modelCost(OrgId org, ModelId model, Instant from, Instant to) {
        return database.inTransaction(() -> Stream.concat(
                        generations
                                .all()
                                .filter(one -> one.org().equals(org)
                                        && one.brief().model().equals(model)
                                        && !one.createdAt().isBefore(from)
                                        && one.createdAt().isBefore(to))
                                .map(ModelCosts::of),
                        texts.all()
                                .filter(one -> one.org().equals(org)
                                        && one.brief().model().equals(model)
                                        && !one.createdAt().isBefore(from)
                                        && one.createdAt().isBefore(to))
                                .map(ModelCosts::of))
                .reduce(ModelCost.NONE, ModelCost::plus));
    }

    @Override
    public List<ProviderHealth> health(Instant since) {
        return database.inTransaction(() -> ProviderCalls.health(
                generations.all().filter(generation -> !generation.createdAt().isBefore(since)),
                texts.all().filter(text -> !text.createdAt().isBefore(since))));
    }
}
