package dev.atelier.app.generation;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.Atelier;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.token.SpendRoom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says the refusals of the use cases in HTTP. Nothing was charged in any of them. Thread-safe. */
public final class Refusals {
    private static final Duration PROVIDER_PAUSE = Duration.ofSeconds(30);

    private final Atelier atelier;

    public Refusals(Atelier atelier) {
        this.atelier = atelier;
    }

    /** @param wanted the model that the client named, if any: it decides what would have been allowed */
    public Problem of(Refusal refusal, @Nullable ModelId wanted) {
        return of(refusal, wanted, Category.IMAGE_GENERATION);
    }

    /** @param category what was wished for; models of pictures have another field than the others */
    Problem of(Refusal refusal, @Nullable ModelId wanted, Category category) {
        return switch (refusal.code()) {
            case INVALID -> {
                Optional<Capabilities> can = capabilities(wanted, category);
                yield Problem.of(ProblemCode.UNPROCESSABLE, refusal.detail())
                        .withFields(refusal.errors().stream()
                                .map(error -> new Problem.Field(
                                        error.field(),
                                        error.code(),
                                        error.detail(),
                                        can.map(known -> allowed(error, known)).orElse(null)))
                                .toList());
            }
            case MODEL_RETIRED -> Problem.of(ProblemCode.GONE, refusal.detail());
            case NO_PROVIDER ->
                Problem.of(ProblemCode.UNAVAILABLE, refusal.detail()).retryAfter(PROVIDER_PAUSE);
            case NO_PRICE ->
                Problem.of(ProblemCode.UNPROCESSABLE, refusal.detail())
                        .with(new Problem.Field(modelField(category), "no_price", refusal.detail(), null));
            case NO_QUOTE -> Problem.notFound("quote");
            case QUOTE_OVER ->
                Problem.of(ProblemCode.CONFLICT, refusal.detail())
                        .with(new Problem.Field("/quoteId", "quote_over", refusal.detail(), null));
            case NOT_ENOUGH_CREDITS -> Problem.of(ProblemCode.INSUFFICIENT_CREDITS, refusal.detail());
            case TOKEN_SPEND_LIMIT ->
                Problem.of(ProblemCode.TOKEN_SPEND_LIMIT, refusal.detail())
                        .with(new Problem.Field("Authorization", "token_spend_limit", refusal.detail(), left(refusal)));
            case KEY_SPEND_CAP -> Problem.of(ProblemCode.KEY_SPEND_CAP, refusal.detail());
            case STILL_RUNNING, NOTHING_TO_RETRY -> Problem.of(ProblemCode.CONFLICT, refusal.detail());
        };
    }

    private static String modelField(Category category) {
        return category == Category.IMAGE_GENERATION ? "/imageModel" : "/model";
    }

    private static @Nullable Object left(Refusal refusal) {
        SpendRoom room = refusal.room();
        return room == null ? null : Map.of("maxCredits", room.left());
    }

    private Optional<Capabilities> capabilities(@Nullable ModelId wanted, Category category) {
        return Optional.ofNullable(wanted)
                .or(() -> atelier.registry().active(category).map(ProviderConfig::model))
                .flatMap(id -> atelier.store().catalogue().model(id))
                .map(spec -> spec.capabilities());
    }

    private static @Nullable Object allowed(FieldError error, Capabilities can) {
        return switch (error.field()) {
            case "/aspectRatio" -> can.aspectRatios();
            case "/quality" -> can.qualities();
            case "/seconds" -> can.seconds();
            case "/voice" -> can.voices();
            case "/imageCount", "/count" -> Map.of("min", 1, "max", can.maxImages());
            case "/productImages", "/imageUploadIds" ->
                Map.of("min", can.minInputImages(), "max", can.maxInputImages());
            default -> null;
        };
    }
}
