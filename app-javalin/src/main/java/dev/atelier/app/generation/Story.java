package dev.atelier.app.generation;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.TaskFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a generation came to be, and how to make it again; told from its rows, which stay when its events are forgotten. */
public final class Story {
    private Story() {}

    /**
     * @param entries of the ledger, the generation's own
     * @param token with which it was asked for, if it is to be told
     */
    public static GenerationJson.Lineage of(
            Generation generation, List<LedgerEntry> entries, GenerationJson.@Nullable TokenRef token) {
        return new GenerationJson.Lineage(
                generation.id().toString(),
                recipe(generation.brief()),
                token,
                steps(generation),
                entries.stream().map(Story::entry).toList());
    }

    /** The token with which a program asked for the generation; null if a person did. */
    static GenerationJson.@Nullable TokenRef token(Store store, OrgId org, GenerationId generation) {
        return store.accessTokens()
                .tokenOf(org, generation)
                .flatMap(id -> store.accessTokens().find(org, id))
                .map(token -> new GenerationJson.TokenRef(
                        token.id().toString(), token.terms().name()))
                .orElse(null);
    }

    /** The whole generation again. */
    static GenerationJson.Recipe recipe(ImageBrief brief) {
        return recipe(brief, brief.prompt(), brief.imageCount(), brief.seed());
    }

    /** One more picture like this one: from the exact words that the vendor got, and its own seed. */
    public static GenerationJson.Recipe recipe(GalleryImage image) {
        String written = image.prompt();
        boolean fits = !written.isBlank() && written.length() <= ImageBrief.MAX_PROMPT;
        return recipe(image.brief(), fits ? written : image.brief().prompt(), 1, image.seed());
    }

    private static GenerationJson.Recipe recipe(ImageBrief brief, String prompt, int count, @Nullable Long seed) {
        return new GenerationJson.Recipe(
                prompt,
                count,
                ids(brief.references()),
                ids(brief.products()),
                brief.mask() == null ? null : brief.mask().upload().toString(),
                brief.aspectRatio(),
                brief.quality(),
                brief.model().value(),
                brief.llmModel() == null ? null : brief.llmModel().value(),
                seed,
                brief.promptMode().name().toLowerCase(Locale.ROOT));
    }

    private static List<String> ids(List<InputImage> images) {
        return images.stream().map(image -> image.upload().toString()).toList();
    }

    static List<GenerationJson.Step> steps(Generation generation) {
        List<GenerationJson.Step> steps = new ArrayList<>();
        add(steps, generation.createdAt(), "accepted", null, null, null);
        add(steps, generation.startedAt(), "started", null, null, null);
        for (ImageTask task : generation.tasks()) {
            for (Attempt attempt : task.attempts()) {
                add(steps, attempt.sentAt(), "sent", task, attempt, null);
                add(steps, attempt.ackedAt(), "taken", task, attempt, null);
                add(
                        steps,
                        attempt.endedAt(),
                        "attempt_" + GenerationViews.word(attempt.state()),
                        task,
                        attempt,
                        attempt.failure());
            }
            String what = GenerationViews.word(generation.type()) + "_" + GenerationViews.word(task.state());
            add(steps, task.completedAt(), what, task, null, task.failure());
        }
        add(
                steps,
                generation.completedAt(),
                GenerationViews.word(generation.state()),
                null,
                null,
                generation.failure());
        steps.sort(Comparator.comparing(GenerationJson.Step::at));
        return steps;
    }

    private static void add(
            List<GenerationJson.Step> steps,
            @Nullable Instant at,
            String what,
            @Nullable ImageTask task,
            @Nullable Attempt attempt,
            @Nullable TaskFailure failure) {
        if (at != null) {
            steps.add(new GenerationJson.Step(
                    at,
                    what,
                    task == null ? null : task.id().toString(),
                    attempt == null ? null : attempt.number(),
                    attempt == null ? null : attempt.provider().slug(),
                    failure == null ? null : GenerationViews.word(failure.kind()),
                    failure == null ? null : failure.message()));
        }
    }

    static GenerationJson.Entry entry(LedgerEntry entry) {
        return new GenerationJson.Entry(
                entry.sequence(),
                GenerationViews.word(entry.kind()),
                entry.change().available(),
                entry.change().held(),
                entry.change().spent(),
                entry.provider(),
                entry.actor(),
                entry.reason(),
                entry.at());
    }
}
