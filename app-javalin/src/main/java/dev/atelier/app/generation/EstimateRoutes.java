package dev.atelier.app.generation;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Bounds;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.generation.Estimate;
import dev.atelier.core.generation.EstimateCommand;
import dev.atelier.core.key.KeyInForce;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.Quote;
import dev.atelier.core.text.TextBrief;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what a wish of any kind would cost before anybody makes it. */
public final class EstimateRoutes implements Routes {
    private final Atelier atelier;
    private final Refusals refusals;

    public EstimateRoutes(Atelier atelier) {
        this.atelier = atelier;
        this.refusals = new Refusals(atelier);
    }

    record Wish(
            @Nullable String model,
            int count,
            @Nullable String quality,
            @Nullable String aspectRatio,
            @Bounds(min = 0, max = 50) @Nullable Integer inputImages,
            @Bounds(min = 1, max = 3600) @Nullable Integer seconds,
            @Bounds(min = 0, max = 1_000_000) @Nullable Integer characters,
            @Bounds(min = 1, max = 1_000_000) @Nullable Integer maxTokens) {}

    /**
     * @param basis {@code exact}: the price of the book, which accepting would hold
     * @param wouldBeRefusedBy {@code balance} if too few credits are available, {@code key_spend_cap} if an own key may not cost as much;
     *     null if the wish would be taken on
     */
    record EstimateView(
            String model,
            int count,
            long creditsEach,
            long credits,
            long costMicros,
            String basis,
            long available,
            long affordable,
            @Nullable String wouldBeRefusedBy,
            QuoteView quote) {
        private static @Nullable String refusedBy(Estimate estimate) {
            if (!estimate.affordable()) {
                return "balance";
            }
            return estimate.withinCap() ? null : "key_spend_cap";
        }

        static EstimateView of(Estimate estimate) {
            Quote quote = estimate.quote();
            return new EstimateView(
                    quote.wish().model().value(),
                    quote.wish().count(),
                    quote.price().credits().amount(),
                    quote.credits().amount(),
                    quote.costMicros(),
                    "exact",
                    estimate.available(),
                    estimate.affordableCount(),
                    refusedBy(estimate),
                    QuoteView.of(quote, estimate.key()));
        }
    }

    /** What a request sends along as {@code quoteId} to get this very price. */
    record QuoteView(UUID id, Instant expiresAt, long priceBookVersion, long credits, long costMicros, KeyView key) {
        static QuoteView of(Quote quote, KeyInForce key) {
            return new QuoteView(
                    quote.id().value(),
                    quote.expiresAt(),
                    quote.price().bookVersion(),
                    quote.credits().amount(),
                    quote.costMicros(),
                    new KeyView(key.source().name().toLowerCase(Locale.ROOT), key.hint()));
        }
    }

    /**
     * Whose key the vendor would be asked with.
     *
     * @param hint its last characters; null for keys of the platform
     */
    record KeyView(String source, @Nullable String hint) {}

    @Override
    public List<String> openApi() {
        return List.of("estimates");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.POST, "/api/v1/estimate-cost", Gate.CREATOR, RouteOptions.JSON.reading(), this::estimate);
    }

    private void estimate(Context ctx) {
        Wish wish = RequestBody.read(ctx, Wish.class);
        String named = wish.model();
        ModelId model = named == null ? null : Params.value("/model", named, ModelId::new);
        EstimateCommand command = new EstimateCommand(
                Principal.of(ctx).caller(),
                model,
                wish.count(),
                wish.inputImages() == null ? 0 : wish.inputImages(),
                wish.quality(),
                wish.aspectRatio(),
                wish.seconds(),
                wish.characters() == null ? 0 : wish.characters(),
                wish.maxTokens() == null ? TextBrief.DEFAULT_TOKENS : wish.maxTokens());
        ctx.json(atelier.estimate(command).<EstimateView>fold(EstimateView::of, refusal -> {
            throw refusals.of(refusal, model);
        }));
    }
}
