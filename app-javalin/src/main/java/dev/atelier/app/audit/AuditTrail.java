package dev.atelier.app.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.app.account.ClientAddresses;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Proof;
import dev.atelier.app.http.RequestId;
import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.User;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.audit.AuditActor;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.audit.RecordChange;
import dev.atelier.core.shared.Ids;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place in which requests become entries of the audit log. {@link #record} is called in the transaction of the change itself,
 * which {@link #changing} opens where a route has none. Thread-safe.
 */
public final class AuditTrail {
    private static final TypeReference<Map<String, @Nullable Object>> NAMES = new TypeReference<>() {};

    private final Store store;
    private final AccountRepository accounts;
    private final RecordChange changes;
    private final ClientAddresses addresses;

    public AuditTrail(Store store, Ids ids, Clock clock, ClientAddresses addresses) {
        this.store = store;
        this.accounts = store.accounts();
        this.changes = new RecordChange(store.audit(), ids, clock);
        this.addresses = addresses;
    }

    /** Runs a change and what records it, all or nothing. */
    public <T> T changing(Supplier<T> work) {
        return store.transactions().inTransaction(work);
    }

    /** Into the log of the caller's org. */
    public void record(Context ctx, AuditChange change) {
        changes.record(Principal.of(ctx).org(), origin(ctx), change);
    }

    /**
     * Into the log of the caller's org, and of another that is concerned; that one is not told who it was.
     *
     * @param concerned may be the caller's own
     */
    public void recordForBoth(Context ctx, OrgId concerned, AuditChange change) {
        record(ctx, change);
        if (!concerned.equals(Principal.of(ctx).org())) {
            changes.record(concerned, origin(ctx).asOperator(), change);
        }
    }

    /** For requests that nobody is signed in for. */
    public void record(Context ctx, OrgId org, AuditActor actor, AuditChange change) {
        changes.record(org, new AuditOrigin(actor, addresses.addressOf(ctx), RequestId.of(ctx)), change);
    }

    private AuditOrigin origin(Context ctx) {
        return new AuditOrigin(actor(Principal.of(ctx)), addresses.addressOf(ctx), RequestId.of(ctx));
    }

    private AuditActor actor(Principal principal) {
        String id = principal.user().toString();
        AuditActor person = accounts.findUser(principal.user())
                .map(AuditActor::user)
                .orElseGet(() -> new AuditActor(AuditActor.Kind.USER, id, "Somebody who has gone"));
        if (principal.proof() instanceof Proof.AccessToken token) {
            String name = store.accessTokens()
                    .find(principal.org(), token.id())
                    .map(found -> found.terms().name())
                    .orElse("An access token");
            return AuditActor.token(token.id().toString(), name + " (" + person.name() + ")");
        }
        return person;
    }

    /** The fields of a record that stands for a thing; what is null is left out. */
    public static AuditDetails details(Record view) {
        Map<String, Object> names = new LinkedHashMap<>();
        Json.MAPPER.convertValue(view, NAMES).forEach((name, value) -> {
            if (value != null) {
                names.put(name, withoutNulls(value));
            }
        });
        return new AuditDetails(names);
    }

    private static Object withoutNulls(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> left = new LinkedHashMap<>();
        map.forEach((name, inner) -> {
            if (inner != null) {
                left.put(String.valueOf(name), withoutNulls(inner));
            }
        });
        return left;
    }

    /** A person as a subject. */
    public static AuditSubject subject(User user) {
        return new AuditSubject("member", user.id().toString(), user.email());
    }
}
