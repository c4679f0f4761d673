package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.upload.UploadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish for pictures, as it came: nothing is checked yet.
 *
 * @param mask says where the first product is painted anew; null for everywhere
 * @param aspectRatio null for the model's default; {@code quality} likewise
 * @param imageModel null for the active provider's model
 * @param llmModel null for the chain's own order
 * @param fallback null for {@code AUTO} if no model is named, else {@code NONE}
 * @param quote the price it is bound to; null for the book's price of the moment
 * @param parent the picture that these are made out of, by its task's id; null if they begin anew
 */
public record StartCommand(
        Caller caller,
        String prompt,
        int imageCount,
        List<UploadId> references,
        List<UploadId> products,
        @Nullable UploadId mask,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable ModelId imageModel,
        @Nullable ModelId llmModel,
        @Nullable Long seed,
        @Nullable TaskId parent,
        PromptMode promptMode,
        Priority priority,
        @Nullable QuoteId quote,
        @Nullable Fallback fallback) {
    public StartCommand {
        references = List.copyOf(references);
        products = List.copyOf(products);
    }

    /** Starts a wish for one picture; the builder adds the rest. */
    public static Builder prompt(Caller caller, String prompt) {
        return new Builder(caller, prompt);
    }

    /** Puts a wish together. Not thread-safe. */
    public static final class Builder {
        private final Caller caller;
        private final String prompt;
        private int count = 1;
        private List<UploadId> references = List.of();
        private List<UploadId> products = List.of();
        private @Nullable UploadId mask;
        private @Nullable String aspectRatio;
        private @Nullable String quality;
        private @Nullable ModelId imageModel;
        private @Nullable ModelId llmModel;
        private @Nullable Long seed;
        private @Nullable TaskId parent;
        private PromptMode promptMode = PromptMode.WRITTEN_FOR_ME;
        private Priority priority = Priority.NORMAL;
        private @Nullable QuoteId quote;
        private @Nullable Fallback fallback;

        private Builder(Caller caller, String prompt) {
            this.caller = caller;
            this.prompt = prompt;
        }

        public Builder count(int pictures) {
            this.count = pictures;
            return this;
        }

        public Builder references(List<UploadId> uploads) {
            this.references = uploads;
            return this;
        }

        public Builder products(List<UploadId> uploads) {
            this.products = uploads;
            return this;
        }

        public Builder mask(@Nullable UploadId upload) {
            this.mask = upload;
            return this;
        }

        public Builder aspectRatio(@Nullable String ratio) {
            this.aspectRatio = ratio;
            return this;
        }

        public Builder quality(@Nullable String word) {
            this.quality = word;
            return this;
        }

        public Builder imageModel(@Nullable ModelId model) {
            this.imageModel = model;
            return this;
        }

        public Builder llmModel(@Nullable ModelId model) {
            this.llmModel = model;
            return this;
        }

        public Builder seed(@Nullable Long number) {
            this.seed = number;
            return this;
        }

        public Builder parent(@Nullable TaskId picture) {
            this.parent = picture;
            return this;
        }

        public Builder promptMode(PromptMode mode) {
            this.promptMode = mode;
            return this;
        }

        public Builder priority(Priority urgency) {
            this.priority = urgency;
            return this;
        }

        /** At the price of this quote; null for that of the book. */
        public Builder quote(@Nullable QuoteId promised) {
            this.quote = promised;
            return this;
        }

        public Builder fallback(@Nullable Fallback when) {
            this.fallback = when;
            return this;
        }

        public StartCommand build() {
            return new StartCommand(
                    caller,
                    prompt,
                    count,
                    references,
                    products,
                    mask,
                    aspectRatio,
                    quality,
                    imageModel,
                    llmModel,
                    seed,
                    parent,
                    promptMode,
                    priority,
                    quote,
                    fallback);
        }
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "StartCommand[" + caller.org() + ", " + imageCount + " images]";
    }
}
