package dev.atelier.app.webhook;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Versions;
import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.webhook.ChangeWebhook;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryId;
import dev.atelier.core.webhook.DeliveryState;
import dev.atelier.core.webhook.RegisterWebhook;
import dev.atelier.core.webhook.RotateWebhookSecret;
import dev.atelier.core.webhook.SendAgain;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookEndpointId;
import dev.atelier.core.webhook.spi.WebhookBody;
import dev.atelier.core.webhook.spi.WebhookSender;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An org's webhook endpoints, their secrets, and what was sent to them. Those of other orgs are not found. */
public final class WebhookRoutes implements Routes {
    static final String PATH = "/api/v1/webhook-endpoints";
    private static final String ONE = PATH + "/{id}";
    private static final String DELIVERIES = ONE + "/deliveries";
    private static final int DAY_SECONDS = 86_400;

    private final Store store;
    private final WebhookSender sender;
    private final Paging paging;
    private final Clock clock;
    private final AuditTrail trail;
    private final RegisterWebhook register;
    private final ChangeWebhook change;
    private final RotateWebhookSecret rotate;
    private final SendAgain sendAgain;

    public WebhookRoutes(
            Store store,
            SecretBox secrets,
            WebhookSender sender,
            WebhookBody body,
            Paging paging,
            AuditTrail trail,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.sender = sender;
        this.paging = paging;
        this.clock = clock;
        this.trail = trail;
        this.register = new RegisterWebhook(store, secrets, ids, clock);
        this.change = new ChangeWebhook(store);
        this.rotate = new RotateWebhookSecret(store, secrets, ids, clock);
        this.sendAgain = new SendAgain(store, body, ids, clock);
    }

    @Override
    public Area area() {
        return Area.WEBHOOKS;
    }

    @Override
    public List<String> openApi() {
        return List.of("webhooks");
    }

    @Override
    public void addTo(Access access) {
        access.get(PATH, Gate.ADMIN, this::list);
        access.post(PATH, Gate.ADMIN, this::create);
        access.get(ONE, Gate.ADMIN, ctx -> answer(ctx, endpoint(ctx)));
        access.patch(ONE, Gate.ADMIN, this::patch);
        access.delete(ONE, Gate.ADMIN, this::delete);
        access.post(ONE + "/secrets", Gate.ADMIN, this::rotate);
        access.post(ONE + "/test", Gate.ADMIN, this::test);
        access.get(DELIVERIES, Gate.ADMIN, this::deliveries);
        access.get(DELIVERIES + "/{did}", Gate.ADMIN, this::delivery);
        access.post(DELIVERIES + "/{did}/redeliver", Gate.ADMIN, this::redeliver);
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        paging.write(ctx, paging.slice(ctx, store.webhooks().list(org)).map(this::view));
    }

    private void create(Context ctx) {
        WebhookJson.Create wanted = RequestBody.read(ctx, WebhookJson.Create.class);
        var wish = new RegisterWebhook.Wish(
                Principal.of(ctx).org(),
                address(wanted.url()),
                wanted.description() == null ? "" : wanted.description(),
                wanted.eventTypes() == null ? Set.of() : types(wanted.eventTypes()),
                wanted.enabled() == null || wanted.enabled());
        RegisterWebhook.Registered made = trail.changing(() -> {
            RegisterWebhook.Registered registered = register.register(wish)
                    .orElseThrow(() -> Problem.of(
                            ProblemCode.CONFLICT,
                            "An org has " + WebhookEndpoint.MOST + " webhook endpoints at most; delete one first."));
            trail.record(ctx, WebhookAudit.created(registered.endpoint()));
            return registered;
        });
        ctx.header("Location", PATH + "/" + made.endpoint().id());
        ctx.header("Cache-Control", "no-store");
        Versions.send(ctx, made.endpoint().version());
        ctx.status(201)
                .json(new WebhookJson.Created(
                        view(made.endpoint()), made.secret().reveal()));
    }

    private void patch(Context ctx) {
        WebhookJson.Patch wanted = RequestBody.read(ctx, WebhookJson.Patch.class);
        WebhookEndpoint before = endpoint(ctx);
        Versions.require(ctx, before.version());
        var wish = new ChangeWebhook.Change(
                wanted.url() == null ? null : address(wanted.url()),
                wanted.description(),
                wanted.eventTypes() == null ? null : types(wanted.eventTypes()),
                wanted.enabled());
        answer(ctx, trail.changing(() -> {
            WebhookEndpoint after = change.change(before, wish).orElseThrow(Versions::changed);
            trail.record(ctx, WebhookAudit.changed(before, after));
            return after;
        }));
    }

    private void delete(Context ctx) {
        trail.changing(() -> {
            WebhookEndpoint gone = endpoint(ctx);
            if (!store.webhooks().delete(gone.org(), gone.id())) {
                throw Problem.notFound("webhook endpoint");
            }
            trail.record(ctx, WebhookAudit.deleted(gone));
            return gone;
        });
        ctx.status(204);
    }

    private void rotate(Context ctx) {
        Integer wanted = RequestBody.readOrEmpty(ctx, WebhookJson.Rotate.class).overlapSeconds();
        Duration overlap = Duration.ofSeconds(wanted == null ? DAY_SECONDS : wanted);
        WebhookEndpoint endpoint = endpoint(ctx);
        Secret secret = trail.changing(() -> {
            Secret made = rotate.rotate(endpoint.org(), endpoint.id(), overlap)
                    .orElseThrow(() -> Problem.of(
                            ProblemCode.CONFLICT,
                            RotateWebhookSecret.MOST + " secrets sign already; wait for one to expire, or send"
                                    + " overlapSeconds 0 to end them all."));
            trail.record(ctx, WebhookAudit.secretAdded(endpoint, made, overlap));
            return made;
        });
        ctx.header("Cache-Control", "no-store");
        ctx.status(201).json(new WebhookJson.NewSecret(secret.reveal()));
    }

    private void test(Context ctx) {
        RequestBody.readOrEmpty(ctx, WebhookJson.Nothing.class);
        Delivery ping = sendAgain.ping(endpoint(ctx)).orElseThrow(WebhookRoutes::switchedOff);
        ctx.status(202).json(new WebhookJson.Queued(ping.id().toString()));
    }

    private void deliveries(Context ctx) {
        DeliveryState state = Params.word(ctx, "state", DeliveryState.class);
        WebhookEndpoint endpoint = endpoint(ctx);
        paging.write(
                ctx,
                paging.fetch(ctx, page -> store.webhooks().deliveries(endpoint.org(), endpoint.id(), state, page))
                        .map(WebhookJson.DeliveryView::of));
    }

    private void delivery(Context ctx) {
        ctx.json(WebhookJson.WholeDelivery.of(found(ctx)));
    }

    private void redeliver(Context ctx) {
        RequestBody.readOrEmpty(ctx, WebhookJson.Nothing.class);
        Delivery anew = sendAgain.again(endpoint(ctx), found(ctx).id()).orElseThrow(WebhookRoutes::switchedOff);
        ctx.status(202).json(WebhookJson.DeliveryView.of(anew));
    }

    private Delivery found(Context ctx) {
        DeliveryId delivery = Params.id(ctx, "did", "delivery", DeliveryId::new);
        return store.webhooks()
                .findDelivery(Principal.of(ctx).org(), id(ctx), delivery)
                .orElseThrow(() -> Problem.notFound("delivery"));
    }

    private WebhookEndpoint endpoint(Context ctx) {
        return store.webhooks()
                .find(Principal.of(ctx).org(), id(ctx))
                .orElseThrow(() -> Problem.notFound("webhook endpoint"));
    }

    private static WebhookEndpointId id(Context ctx) {
        return Params.id(ctx, "id", "webhook endpoint", WebhookEndpointId::new);
    }

    private URI address(String text) {
        URI url = Params.value("/url", text.strip(), URI::create);
        sender.objection(url).ifPresent(objection -> {
            throw Problem.of(ProblemCode.UNPROCESSABLE, "Webhooks cannot be sent to this address: " + objection + ".")
                    .with(new Problem.Field("/url", "not_allowed", objection, null));
        });
        return url;
    }

    private static Set<String> types(List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!EventType.LOGGED.contains(wanted.get(i))) {
                throw Problem.of(ProblemCode.MALFORMED_REQUEST, "There is no such event type.")
                        .with(new Problem.Field(
                                "/eventTypes/" + i, "not_allowed", "this type is not known here", EventType.LOGGED));
            }
        }
        return new LinkedHashSet<>(wanted);
    }

    private static Problem switchedOff() {
        return Problem.of(ProblemCode.CONFLICT, "The endpoint is switched off; switch it on first.");
    }

    private void answer(Context ctx, WebhookEndpoint endpoint) {
        Versions.send(ctx, endpoint.version());
        ctx.json(view(endpoint));
    }

    private WebhookJson.EndpointView view(WebhookEndpoint endpoint) {
        return WebhookJson.EndpointView.of(endpoint, clock.instant());
    }
}
