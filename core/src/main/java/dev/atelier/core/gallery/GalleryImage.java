package dev.atelier.core.gallery;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.provider.ProviderId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A picture that arrived, with what it was made from and what people put on it.
 *
 * @param id its image task's
 * @param index its place in the generation, from 0
 * @param prompt the exact words that the vendor got
 * @param userName who asked for it; blank if nobody knows the name
 * @param createdAt when it was stored
 */
public record GalleryImage(
        TaskId id,
        OrgId org,
        GenerationId generation,
        int index,
        String prompt,
        ImageBrief brief,
        ProviderId provider,
        UserId user,
        String userName,
        OutputFile output,
        Instant createdAt,
        Marks marks) {
    private static final int ALT = 125;

    /** What it shows: the words somebody wrote, else the first 125 characters of the prompt. */
    public String alt() {
        String written = marks.alt();
        if (written != null) {
            return written;
        }
        String words = prompt.strip();
        if (words.codePointCount(0, words.length()) <= ALT) {
            return words;
        }
        return words.substring(0, words.offsetByCodePoints(0, ALT));
    }

    /** What the vendor was given to start from; null if it chose itself. */
    public @Nullable Long seed() {
        Long first = brief.seed();
        return first == null ? null : Long.valueOf(first + index);
    }

    /** The same picture under other marks. */
    public GalleryImage with(Marks others) {
        return new GalleryImage(
                id, org, generation, index, prompt, brief, provider, user, userName, output, createdAt, others);
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "GalleryImage[" + id + ", " + marks + "]";
    }
}
