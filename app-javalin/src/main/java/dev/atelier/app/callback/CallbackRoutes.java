package dev.atelier.app.callback;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.ErrorResponses;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.callback.CallbackId;
import dev.atelier.core.callback.ReceiveCallback;
import dev.atelier.core.callback.ReceiveCallback.Receipt;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.generation.TaskId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two doors for the callbacks of vendors, and the inbox behind them.
 *
 * <p>Every callback that fits no attempt gets one and the same 404, whatever is wrong with it: nobody can find out by trying
 * which token, task or provider there is. Tokens stand in URLs alone, which no log line of ours holds.
 */
public final class CallbackRoutes implements Routes {
    private static final TaskId NO_TASK = new TaskId(new UUID(0, 0));

    private final Store store;
    private final ReceiveCallback callbacks;
    private final Paging paging;

    public CallbackRoutes(Store store, ReceiveCallback callbacks, Paging paging) {
        this.store = store;
        this.callbacks = callbacks;
        this.paging = paging;
    }

    /** @param trust how far the vendor's signature reached: unsigned, doorbell_signed and so on */
    record CallbackView(
            String id,
            String generationId,
            String taskId,
            String attemptId,
            String provider,
            String trust,
            @Nullable String vendorTask,
            int bodyBytes,
            String bodySha256,
            Instant receivedAt,
            boolean processed,
            @Nullable Instant processedAt,
            @Nullable String outcome) {
        static CallbackView of(StoredCallback callback) {
            return new CallbackView(
                    callback.id().toString(),
                    callback.generation().toString(),
                    callback.task().toString(),
                    callback.attempt().toString(),
                    callback.provider().slug(),
                    callback.trust().name().toLowerCase(Locale.ROOT),
                    callback.vendorTask(),
                    callback.raw().body().length,
                    callback.bodySha256(),
                    callback.receivedAt(),
                    callback.processedAt() != null,
                    callback.processedAt(),
                    callback.outcome());
        }
    }

    /** @param body as text, with our token blanked out */
    record RawView(CallbackView callback, Map<String, String> headers, String body) {}

    @Override
    public List<String> openApi() {
        return List.of("callbacks");
    }

    @Override
    public Area area() {
        return Area.OPERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.POST,
                "/api/v1/callbacks/{provider}/{token}",
                Gate.SIGNATURE,
                RouteOptions.CALLBACK,
                this::atProvider);
        access.add(
                HandlerType.POST,
                "/api/v1/webhooks/provider-callback/{taskId}",
                Gate.SIGNATURE,
                RouteOptions.CALLBACK,
                this::atTask);
        access.get("/api/v1/admin/callbacks", Gate.ADMIN, this::list);
        access.get("/api/v1/admin/callbacks/{id}", Gate.ADMIN, this::show);
        access.post("/api/v1/admin/callbacks/{id}/replay", Gate.ADMIN, this::replay);
    }

    private void atProvider(Context ctx) {
        answer(
                ctx,
                callbacks.receive(
                        ctx.pathParam("provider"), ctx.pathParam("token"), ctx.headerMap(), ctx.bodyAsBytes()));
    }

    private void atTask(Context ctx) {
        List<String> tokens = ctx.queryParams("token");
        // What is malformed is looked up all the same, so that time does not tell it apart either.
        answer(
                ctx,
                callbacks.receive(
                        task(ctx.pathParam("taskId")),
                        tokens.size() == 1 ? tokens.get(0) : "",
                        ctx.headerMap(),
                        ctx.bodyAsBytes()));
    }

    private static TaskId task(String sent) {
        try {
            return TaskId.of(sent);
        } catch (IllegalArgumentException noId) {
            return NO_TASK;
        }
    }

    private static void answer(Context ctx, Receipt receipt) {
        switch (receipt) {
            case UNKNOWN -> ErrorResponses.answerAlike(ctx, Problem.notFound("callback address"));
            case REFUSED ->
                throw Problem.of(ProblemCode.UNAUTHENTICATED, "The signature is missing, wrong or too old.");
            case STORED, DUPLICATE -> ctx.status(receipt.status());
        }
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        Boolean processed = processed(ctx);
        paging.write(
                ctx,
                paging.fetch(ctx, page -> store.callbacks().list(org, processed, page))
                        .map(CallbackView::of));
    }

    private static @Nullable Boolean processed(Context ctx) {
        String sent = ctx.queryParam("processed");
        if (sent == null) {
            return null;
        }
        if (!sent.equals("true") && !sent.equals("false")) {
            throw Problem.malformed("processed", "invalid", "processed takes true or false.");
        }
        return sent.equals("true");
    }

    private void show(Context ctx) {
        StoredCallback callback = find(ctx);
        ctx.json(new RawView(
                CallbackView.of(callback),
                callback.raw().headers(),
                callback.raw().text()));
    }

    private void replay(Context ctx) {
        StoredCallback callback = find(ctx);
        callbacks.replay(callback);
        Reply.of(202, CallbackView.of(callback)).write(ctx);
    }

    private StoredCallback find(Context ctx) {
        CallbackId id = Params.id(ctx, "id", "callback", CallbackId::new);
        return store.callbacks().find(Principal.of(ctx).org(), id).orElseThrow(() -> Problem.notFound("callback"));
    }
}
