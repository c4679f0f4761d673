package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request for N pictures, with all that is known of how they were made. Immutable: each step makes the next value.
 *
 * @param cancelRequested the user wants it ended; tasks that the vendor has are still brought home
 * @param analyses one for each reference picture
 * @param trials every call to the LLM chain, oldest first
 * @param tasks one for each picture, by index
 * @param failure why no picture came, where that has one reason; else null
 * @param deadlineAt when it is ended whatever happens
 * @param version raised by one with every change
 */
public record Generation(
        GenerationId id,
        OrgId org,
        UserId user,
        ImageBrief brief,
        Terms terms,
        GenerationState state,
        Stage stage,
        boolean cancelRequested,
        List<ReferenceAnalysis> analyses,
        List<LlmTrial> trials,
        List<ImageTask> tasks,
        @Nullable TaskFailure failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        Instant deadlineAt,
        long version) {
    public Generation {
        analyses = List.copyOf(analyses);
        trials = List.copyOf(trials);
        tasks = List.copyOf(tasks);
    }

    public GenerationType type() {
        return brief.medium().type();
    }

    public Optional<ImageTask> task(TaskId task) {
        return tasks.stream().filter(t -> t.id().equals(task)).findFirst();
    }

    /** How many tasks are in a state like this. */
    public int count(Predicate<TaskState> like) {
        return (int) tasks.stream().filter(t -> like.test(t.state())).count();
    }

    /** Credits charged so far: the price of each picture that arrived. */
    public long creditsCharged() {
        return tasks.stream()
                .filter(task -> task.state() == TaskState.COMPLETED)
                .mapToLong(task -> task.attempt().orElseThrow().price(terms).amount())
                .sum();
    }

    /** How long it took; empty until it ended. */
    public Optional<Duration> took() {
        return completedAt == null ? Optional.empty() : Optional.of(Duration.between(createdAt, completedAt));
    }

    public Generation at(Stage next, Instant now) {
        return copy(
                GenerationState.PROCESSING,
                next,
                cancelRequested,
                analyses,
                trials,
                tasks,
                null,
                startedAt == null ? now : startedAt,
                null,
                deadlineAt);
    }

    public Generation withAnalysis(ReferenceAnalysis analysis) {
        List<ReferenceAnalysis> all = new ArrayList<>(analyses);
        all.set(analysis.index(), analysis);
        return copy(state, stage, cancelRequested, all, trials, tasks, failure, startedAt, completedAt, deadlineAt);
    }

    /** With every analysis still to do, for a retry of a generation whose references could not be seen. */
    public Generation withAnalysesWaiting() {
        List<ReferenceAnalysis> all = analyses.stream()
                .map(analysis -> ReferenceAnalysis.waiting(analysis.index()))
                .toList();
        return copy(state, stage, cancelRequested, all, trials, tasks, failure, startedAt, completedAt, deadlineAt);
    }

    public Generation withTrials(List<LlmTrial> more) {
        List<LlmTrial> all = new ArrayList<>(trials);
        all.addAll(more);
        return copy(state, stage, cancelRequested, analyses, all, tasks, failure, startedAt, completedAt, deadlineAt);
    }

    public Generation withTask(ImageTask task) {
        List<ImageTask> all = new ArrayList<>(tasks);
        all.set(task.index(), task);
        return copy(state, stage, cancelRequested, analyses, trials, all, failure, startedAt, completedAt, deadlineAt);
    }

    public Generation withCancelRequested() {
        return copy(state, stage, true, analyses, trials, tasks, failure, startedAt, completedAt, deadlineAt);
    }

    public Generation withFailure(TaskFailure why) {
        return copy(state, stage, cancelRequested, analyses, trials, tasks, why, startedAt, completedAt, deadlineAt);
    }

    /** Open again for a retry, until a new deadline. */
    public Generation reopened(Stage next, Instant newDeadline) {
        return copy(
                GenerationState.PROCESSING, next, false, analyses, trials, tasks, null, startedAt, null, newDeadline);
    }

    public Generation ended(GenerationState terminal, Instant now) {
        return copy(
                terminal, Stage.DONE, cancelRequested, analyses, trials, tasks, failure, startedAt, now, deadlineAt);
    }

    private Generation copy(
            GenerationState newState,
            Stage newStage,
            boolean newCancelRequested,
            List<ReferenceAnalysis> newAnalyses,
            List<LlmTrial> newTrials,
            List<ImageTask> newTasks,
            @Nullable TaskFailure newFailure,
            @Nullable Instant newStartedAt,
            @Nullable Instant newCompletedAt,
            Instant newDeadlineAt) {
        return new Generation(
                id,
                org,
                user,
                brief,
                terms,
                newState,
                newStage,
                newCancelRequested,
                newAnalyses,
                newTrials,
                newTasks,
                newFailure,
                createdAt,
                newStartedAt,
                newCompletedAt,
                newDeadlineAt,
                version);
    }

    /** The value that is stored next: the same with a higher version. */
    public Generation nextVersion() {
        return new Generation(
                id,
                org,
                user,
                brief,
                terms,
                state,
                stage,
                cancelRequested,
                analyses,
                trials,
                tasks,
                failure,
                createdAt,
                startedAt,
                completedAt,
                deadlineAt,
                version + 1);
    }

    @Override
    public String toString() {
        return "Generation[" + id + ", " + state + ", " + stage + ", version " + version + "]";
    }
}
