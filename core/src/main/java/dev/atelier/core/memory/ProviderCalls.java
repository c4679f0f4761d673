package dev.atelier.core.memory;

import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.usage.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every call to a provider that generations tell of, added up. */
final class ProviderCalls {
    private ProviderCalls() {}

    /** @param tookMillis null unless it went well */
    private record Call(
            ProviderId provider,
            boolean failed,
            @Nullable Long tookMillis,
            @Nullable String error,
            Instant at) {}

    static List<ProviderHealth> health(Stream<Generation> generations, Stream<TextGeneration> texts) {
        Map<String, List<Call>> calls = Stream.concat(
                        generations.flatMap(generation -> of(generation).stream()),
                        texts.flatMap(text -> of(text.trials(), started(text.startedAt(), text.createdAt()))))
                .collect(Collectors.groupingBy(call -> call.provider().slug(), TreeMap::new, Collectors.toList()));
        return calls.values().stream().map(ProviderCalls::sum).toList();
    }

    private static ProviderHealth sum(List<Call> calls) {
        List<Long> times = calls.stream()
                .map(Call::tookMillis)
                .filter(java.util.Objects::nonNull)
                .sorted()
                .toList();
        Optional<Call> worst = calls.stream().filter(Call::failed).max(Comparator.comparing(Call::at));
        return new ProviderHealth(
                calls.get(0).provider(),
                calls.size(),
                calls.stream().filter(Call::failed).count(),
                percentile(times, 0.5),
                percentile(times, 0.95),
                worst.map(Call::error).orElse(null),
                worst.map(Call::at).orElse(null));
    }

    /** The first value that so many are not above: {@code percentile_disc} of SQL. */
    private static @Nullable Long percentile(List<Long> sorted, double part) {
        return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    private static List<Call> of(Generation generation) {
        List<Call> calls = new ArrayList<>();
        Instant started = started(generation.startedAt(), generation.createdAt());
        for (ImageTask task : generation.tasks()) {
            for (Attempt attempt : task.attempts()) {
                Instant sent = attempt.sentAt();
                if (sent != null) {
                    calls.add(call(attempt, sent));
                }
            }
        }
        for (ReferenceAnalysis analysis : generation.analyses()) {
            ProviderId provider = analysis.provider();
            if (provider != null && analysis.state() != ReferenceAnalysis.State.WAITING) {
                boolean failed = analysis.state() == ReferenceAnalysis.State.FAILED;
                calls.add(new Call(provider, failed, failed ? null : analysis.tookMillis(), analysis.error(), started));
            }
        }
        of(generation.trials(), started).forEach(calls::add);
        return calls;
    }

    private static Stream<Call> of(List<LlmTrial> trials, Instant started) {
        return trials.stream().map(trial -> {
            boolean failed = trial.failure() != null;
            return new Call(trial.provider(), failed, failed ? null : trial.tookMillis(), trial.error(), started);
        });
    }

    private static Instant started(@Nullable Instant startedAt, Instant createdAt) {
        return startedAt == null ? createdAt : startedAt;
    }

    private static Call call(Attempt attempt, Instant sent) {
        Instant ended = attempt.endedAt();
        TaskFailure failure = attempt.failure();
        Long took = ended == null || attempt.state() != AttemptState.SUCCEEDED
                ? null
                : Long.valueOf(Duration.between(sent, ended).toMillis());
        return new Call(
                attempt.provider(),
                attempt.state() == AttemptState.FAILED,
                took,
                failure == null ? null : failure.message(),
                ended == null ? sent : ended);
    }
}
