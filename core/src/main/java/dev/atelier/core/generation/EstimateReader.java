package dev.atelier.core.generation;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.generation.BriefReader.Reading;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.PricedWish;
import dev.atelier.core.shared.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the part of a wish that decides its price into priced work, with the model's defaults filled in. */
final class EstimateReader {
    private final BriefReader briefs;
    private final ModelCatalogue catalogue;

    EstimateReader(BriefReader briefs, ModelCatalogue catalogue) {
        this.briefs = briefs;
        this.catalogue = catalogue;
    }

    /** A wish that has a price, if the book has one. */
    record ReadWish(ModelSpec model, PricedWish wish) {}

    Reading<ReadWish> read(EstimateCommand command, KeyedProviders providers) {
        return briefs.model(category(command.model()), "model", command.model(), providers)
                .then(model -> read(command, model));
    }

    private Category category(@Nullable ModelId wanted) {
        return wanted == null
                ? Category.IMAGE_GENERATION
                : catalogue.model(wanted).map(ModelSpec::category).orElse(Category.IMAGE_GENERATION);
    }

    private static Reading<ReadWish> read(EstimateCommand command, ModelSpec model) {
        List<FieldError> errors = new ArrayList<>();
        Capabilities can = model.capabilities();
        boolean counted = model.category() == Category.IMAGE_GENERATION || model.category() == Category.VIDEO;
        BriefReader.checkNumber("count", command.count(), 1, counted ? can.maxImages() : 1, model, errors);
        String ratio = BriefReader.choice("aspectRatio", command.aspectRatio(), can.aspectRatios(), model, errors);
        String quality = BriefReader.choice("quality", command.quality(), can.qualities(), model, errors);
        Integer seconds = FilmReader.seconds(command.seconds(), model, errors);
        if (!errors.isEmpty()) {
            return BriefReader.wrong(errors);
        }
        Operation operation = Operation.with(command.inputImages());
        PriceQuery work = switch (model.category()) {
            case IMAGE_GENERATION -> PriceQuery.picture(operation, quality, ratio);
            case VIDEO -> PriceQuery.film(operation, quality, ratio, seconds);
            case SPEECH -> PriceQuery.speech(command.characters());
            case LLM, VISION -> PriceQuery.answer(command.characters(), command.maxTokens());
        };
        return new Reading<>(new ReadWish(model, new PricedWish(model.id(), command.count(), work)), null);
    }
}
