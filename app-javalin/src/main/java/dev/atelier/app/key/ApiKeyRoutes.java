package dev.atelier.app.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Versions;
import dev.atelier.core.Store;
import dev.atelier.core.key.AddProviderKey;
import dev.atelier.core.key.ChangeProviderKey;
import dev.atelier.core.key.DeleteProviderKey;
import dev.atelier.core.key.KeyRefusal;
import dev.atelier.core.key.KeyResult;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.TestProviderKey;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.provider.ProviderAliases;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keys for vendors that people bring for themselves, and admins for their org. No route gives one back; no access token gets here. */
public final class ApiKeyRoutes implements Routes {
    private static final String PATH = "/api/v1/api-keys";
    private static final String ONE = PATH + "/{id}";

    private final ProviderKeyRepository keys;
    private final ProviderRegistry registry;
    private final AddProviderKey add;
    private final ChangeProviderKey change;
    private final DeleteProviderKey delete;
    private final TestProviderKey test;
    private final AuditTrail trail;
    private final ApiKeyAudit audit;
    private final Clock clock;

    public ApiKeyRoutes(
            Store store, ProviderRegistry registry, SecretBox secrets, AuditTrail trail, Ids ids, Clock clock) {
        this.keys = store.providerKeys();
        this.registry = registry;
        this.add = new AddProviderKey(store, secrets, ids, clock);
        this.change = new ChangeProviderKey(store, secrets);
        this.delete = new DeleteProviderKey(store);
        this.test = new TestProviderKey(store, registry, secrets);
        this.trail = trail;
        this.audit = new ApiKeyAudit(trail);
        this.clock = clock;
    }

    @Override
    public List<String> openApi() {
        return List.of("api-keys");
    }

    @Override
    public Area area() {
        return Area.ACCOUNT;
    }

    @Override
    public void addTo(Access access) {
        access.get(PATH, Gate.CREATOR, this::list);
        access.post(PATH, Gate.CREATOR, this::create);
        // Before the routes of one key, which would take the word for an id.
        access.add(
                HandlerType.POST,
                PATH + "/test",
                Gate.CREATOR,
                RouteOptions.JSON.reading().at(Pace.KEY_TESTS),
                this::test);
        access.get(ONE, Gate.CREATOR, ctx -> answer(ctx, 200, visible(ctx)));
        access.patch(ONE, Gate.CREATOR, this::patch);
        access.delete(ONE, Gate.CREATOR, this::delete);
    }

    private void list(Context ctx) {
        Principal me = Principal.of(ctx);
        ctx.json(new ApiKeyJson.All(
                keys.of(me.org(), me.user()).stream().map(ApiKeyJson.View::of).toList(), keyed()));
    }

    // Not kept under an Idempotency-Key: what is repeated meets the name that is taken.
    private void create(Context ctx) {
        ApiKeyJson.Create wanted = RequestBody.read(ctx, ApiKeyJson.Create.class);
        String adapter = adapter(wanted.provider());
        AddProviderKey.Wish wish = new AddProviderKey.Wish(
                wanted.scope() == ApiKeyJson.Scope.ORG,
                adapter,
                alias(wanted.provider(), adapter),
                secret(wanted.key()),
                terms(
                        wanted.name(),
                        wanted.active() == null || wanted.active(),
                        future(wanted.expiresAt()),
                        wanted.spendCapMicros()));
        Principal me = Principal.of(ctx);
        ProviderKey made =
                done(() -> add.add(me.caller(), me.role(), wish), result -> audit.created(ctx, result.after()));
        ctx.header("Location", PATH + "/" + made.id());
        answer(ctx, 201, made);
    }

    private void patch(Context ctx) {
        ApiKeyJson.Patch wanted = RequestBody.read(ctx, ApiKeyJson.Patch.class);
        JsonNode sent = RequestBody.tree(ctx);
        ProviderKey seen = visible(ctx);
        long version = Versions.require(ctx, seen.version());
        String value = wanted.key();
        Principal me = Principal.of(ctx);
        ProviderKey after = done(
                () -> change.change(
                        me.caller(),
                        me.role(),
                        seen.id(),
                        version,
                        value == null ? null : secret(value),
                        before -> terms(
                                wanted.name() == null ? before.name() : wanted.name(),
                                wanted.active() == null ? before.active() : wanted.active(),
                                sent.has("expiresAt") ? future(wanted.expiresAt()) : before.expiresAt(),
                                sent.has("spendCapMicros") ? wanted.spendCapMicros() : before.spendCapMicros())),
                result -> audit.changed(ctx, result.before(), result.after()));
        answer(ctx, 200, after);
    }

    private void delete(Context ctx) {
        ProviderKeyId id = id(ctx);
        Principal me = Principal.of(ctx);
        done(() -> delete.delete(me.caller(), me.role(), id), result -> audit.deleted(ctx, result.before()));
        ctx.status(204);
    }

    private void test(Context ctx) {
        ApiKeyJson.Trial trial = RequestBody.read(ctx, ApiKeyJson.Trial.class);
        String provider = trial.provider();
        String key = trial.key();
        if (trial.id() != null && provider == null && key == null) {
            ctx.json(test.kept(Principal.of(ctx).caller(), new ProviderKeyId(trial.id()))
                    .map(ApiKeyJson.Outcome::of)
                    .orElseThrow(() -> Problem.notFound("API key")));
        } else if (trial.id() == null && provider != null && key != null) {
            ctx.json(ApiKeyJson.Outcome.of(test.typed(adapter(provider), secret(key))));
        } else {
            throw Problem.unprocessable("/id", "ambiguous", "Send either id, or provider and key.");
        }
    }

    private ProviderKey done(java.util.function.Supplier<KeyResult> work, Consumer<KeyResult.Done> record) {
        return trail.changing(() -> work.get()
                .<ProviderKey>fold(
                        result -> {
                            record.accept(result);
                            return result.after();
                        },
                        why -> {
                            throw problem(why);
                        }));
    }

    private static Problem problem(KeyRefusal why) {
        return switch (why) {
            case NAME_TAKEN ->
                Problem.of(ProblemCode.CONFLICT, "There is a key of this name for this provider already.");
            case TOO_MANY ->
                Problem.of(
                        ProblemCode.CONFLICT,
                        "There are " + AddProviderKey.MOST + " keys, the most there may be; delete some.");
            case NO_SUCH_KEY -> Problem.notFound("API key");
            case ADMINS_ONLY -> Problem.of(ProblemCode.FORBIDDEN, "Only admins keep and change the org's keys.");
            case VERSION_CHANGED -> Versions.changed();
        };
    }

    private ProviderKey visible(Context ctx) {
        ProviderKeyId id = id(ctx);
        Principal me = Principal.of(ctx);
        return keys.find(me.org(), id)
                .filter(key -> key.owner() == null || key.owner().equals(me.user()))
                .orElseThrow(() -> Problem.notFound("API key"));
    }

    private static ProviderKeyId id(Context ctx) {
        return Params.id(ctx, "id", "API key", ProviderKeyId::new);
    }

    private static void answer(Context ctx, int status, ProviderKey key) {
        Versions.send(ctx, key.version());
        ctx.status(status).json(ApiKeyJson.View.of(key));
    }

    private static ProviderKey.Terms terms(
            String name, boolean active, @Nullable Instant expiresAt, @Nullable Long cap) {
        return Params.value("/name", name, text -> new ProviderKey.Terms(text, active, expiresAt, cap));
    }

    private static Secret secret(String typed) {
        // Copied keys bring blanks and line ends along.
        return Params.value("/key", typed.strip(), Secret::of);
    }

    private @Nullable Instant future(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw Problem.unprocessable("/expiresAt", "out_of_range", "The time is over already.");
        }
        return expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
    }

    private String adapter(String typed) {
        String adapter = ProviderAliases.adapter(typed);
        if (!keyed().contains(adapter)) {
            String detail = "There is no provider of this name that takes a key.";
            throw Problem.of(ProblemCode.UNPROCESSABLE, detail)
                    .with(new Problem.Field("/provider", "not_allowed", detail, keyed()));
        }
        return adapter;
    }

    private static @Nullable String alias(String typed, String adapter) {
        String word = typed.strip().toLowerCase(Locale.ROOT);
        return word.equals(adapter) ? null : word;
    }

    private List<String> keyed() {
        return registry.adapters().stream()
                .filter(ProviderFactory::needsApiKey)
                .map(ProviderFactory::adapter)
                .sorted()
                .toList();
    }
}
