package dev.atelier.core.generation;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.generation.BriefReader.ReadBrief;
import dev.atelier.core.generation.BriefReader.Reading;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.shared.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a wish for films into a brief that the model can do, or says every field that is wrong. */
final class FilmReader {
    private static final String IMAGES = "imageUploadIds";

    private final BriefReader briefs;

    FilmReader(BriefReader briefs) {
        this.briefs = briefs;
    }

    Reading<ReadBrief> read(FilmCommand command, KeyedProviders providers) {
        return briefs.model(Category.VIDEO, "model", command.model(), providers).then(model -> read(command, model));
    }

    private Reading<ReadBrief> read(FilmCommand command, ModelSpec model) {
        List<FieldError> errors = new ArrayList<>();
        Capabilities can = model.capabilities();
        BriefReader.checkWords("prompt", command.prompt(), can.maxPromptLength(), model, errors);
        BriefReader.checkNumber("count", command.count(), 1, can.maxImages(), model, errors);
        BriefReader.checkSeed(command.seed(), model, errors);
        BriefReader.checkCount(
                IMAGES,
                command.images().size(),
                can.minInputImages(),
                can.maxInputImages(),
                model.id().value(),
                errors);
        String ratio = BriefReader.choice("aspectRatio", command.aspectRatio(), can.aspectRatios(), model, errors);
        String quality = BriefReader.choice("quality", command.quality(), can.qualities(), model, errors);
        Integer seconds = seconds(command.seconds(), model, errors);
        List<InputImage> images = briefs.inputs(command.caller().org(), IMAGES, command.images(), errors);
        if (!errors.isEmpty()) {
            return BriefReader.wrong(errors);
        }
        ImageBrief brief = new ImageBrief(
                command.prompt().strip(),
                command.count(),
                List.of(),
                images,
                null,
                ratio,
                quality,
                model.id(),
                null,
                command.seed(),
                null,
                PromptMode.AS_WRITTEN,
                Medium.film(seconds));
        return new Reading<>(new ReadBrief(brief, model), null);
    }

    static @Nullable Integer seconds(@Nullable Integer given, ModelSpec model, List<FieldError> errors) {
        List<Integer> allowed = model.capabilities().seconds();
        if (given == null) {
            return allowed.isEmpty() ? null : allowed.get(0);
        }
        if (!allowed.contains(given)) {
            errors.add(new FieldError(
                    "/seconds",
                    "unsupported",
                    "seconds " + given + " is not offered by " + model.id()
                            + (allowed.isEmpty()
                                    ? ", which has none to choose"
                                    : "; it offers "
                                            + allowed.stream()
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(", ")))));
        }
        return given;
    }
}
