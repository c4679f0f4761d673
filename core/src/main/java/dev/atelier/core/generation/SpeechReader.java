package dev.atelier.core.generation;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.generation.BriefReader.ReadBrief;
import dev.atelier.core.generation.BriefReader.Reading;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.shared.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Turns a wish for a spoken text into a brief that the model can do, or says every field that is wrong. */
final class SpeechReader {
    static final int MAX_INSTRUCTIONS = 1_000;

    private final BriefReader briefs;

    SpeechReader(BriefReader briefs) {
        this.briefs = briefs;
    }

    Reading<ReadBrief> read(SpeechCommand command, KeyedProviders providers) {
        return briefs.model(Category.SPEECH, "model", command.model(), providers)
                .then(model -> read(command, model));
    }

    private static Reading<ReadBrief> read(SpeechCommand command, ModelSpec model) {
        List<FieldError> errors = new ArrayList<>();
        int longest = Math.min(model.capabilities().maxPromptLength(), SpeechOrder.MAX_TEXT);
        BriefReader.checkWords("text", command.text(), longest, model, errors);
        String instructions = command.instructions();
        if (instructions != null && instructions.length() > MAX_INSTRUCTIONS) {
            errors.add(new FieldError(
                    "/instructions",
                    "too_long",
                    "instructions has " + instructions.length() + " characters, at most " + MAX_INSTRUCTIONS
                            + " are allowed"));
        }
        String voice = BriefReader.choice(
                "voice", command.voice(), model.capabilities().voices(), model, errors);
        if (!errors.isEmpty()) {
            return BriefReader.wrong(errors);
        }
        ImageBrief brief = new ImageBrief(
                command.text().strip(),
                1,
                List.of(),
                List.of(),
                null,
                null,
                null,
                model.id(),
                null,
                null,
                null,
                PromptMode.AS_WRITTEN,
                Medium.speech(voice, instructions == null || instructions.isBlank() ? null : instructions.strip()));
        return new Reading<>(new ReadBrief(brief, model), null);
    }
}
