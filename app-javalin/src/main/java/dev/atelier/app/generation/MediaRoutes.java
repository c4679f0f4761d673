package dev.atelier.app.generation;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.generation.FilmCommand;
import dev.atelier.core.generation.SpeechCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes wishes for films and for texts to be spoken; all that follows is at {@link GenerationRoutes}. */
public final class MediaRoutes implements Routes {
    private static final String VIDEOS = "/api/v1/videos";
    private static final String SPEECH = "/api/v1/speech";

    private final Atelier atelier;
    private final Idempotency idempotency;
    private final Refusals refusals;
    private final GenerationAnswers answers;

    public MediaRoutes(Atelier atelier, Idempotency idempotency, Clock clock) {
        this.atelier = atelier;
        this.idempotency = idempotency;
        this.refusals = new Refusals(atelier);
        this.answers = new GenerationAnswers(atelier, new GenerationViews(atelier.blobs(), clock));
    }

    @Override
    public List<String> openApi() {
        return List.of("media-wishes");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(HandlerType.POST, VIDEOS, Gate.CREATOR, RouteOptions.JSON.at(Pace.GENERATIONS), this::film);
        access.add(HandlerType.POST, SPEECH, Gate.CREATOR, RouteOptions.JSON.at(Pace.GENERATIONS), this::speech);
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(answers::drain);
    }

    private void film(Context ctx) {
        VideoJson wish = RequestBody.read(ctx, VideoJson.class);
        FilmCommand command = new FilmCommand(
                Principal.of(ctx).caller(),
                wish.prompt(),
                wish.count() == null ? 1 : wish.count(),
                wish.imageUploadIds() == null
                        ? List.of()
                        : wish.imageUploadIds().stream().map(UploadId::new).toList(),
                wish.aspectRatio(),
                wish.quality(),
                wish.seconds(),
                model(wish.model()),
                wish.seed(),
                priority(wish.priority()),
                quote(wish.quoteId()),
                wish.fallback());
        answers.answer(
                ctx,
                idempotency.perform(ctx, twin -> accepted(atelier.start(command), command.model(), Category.VIDEO)));
    }

    private void speech(Context ctx) {
        SpeechJson wish = RequestBody.read(ctx, SpeechJson.class);
        SpeechCommand command = new SpeechCommand(
                Principal.of(ctx).caller(),
                wish.text(),
                model(wish.model()),
                wish.voice(),
                wish.instructions(),
                priority(wish.priority()),
                quote(wish.quoteId()),
                wish.fallback());
        answers.answer(
                ctx,
                idempotency.perform(ctx, twin -> accepted(atelier.start(command), command.model(), Category.SPEECH)));
    }

    private static @Nullable ModelId model(@Nullable String text) {
        return text == null ? null : Params.value("/model", text, ModelId::new);
    }

    private static @Nullable QuoteId quote(@Nullable UUID id) {
        return id == null ? null : new QuoteId(id);
    }

    private static Priority priority(@Nullable Priority wanted) {
        return wanted == null ? Priority.NORMAL : wanted;
    }

    private Reply accepted(StartResult result, @Nullable ModelId wanted, Category category) {
        return result.fold(
                generation -> Reply.at(202, GenerationViews.address(generation), GenerationViews.receipt(generation)),
                refusal -> {
                    throw refusals.of(refusal, wanted, category);
                });
    }
}
