package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.callback.CallbackId;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.callback.spi.CallbackInbox;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Callbacks by id, and the bodies that each attempt has had. */
final class InMemoryCallbackInbox implements CallbackInbox {
    private record Body(AttemptId attempt, String sha256) {}

    private final InMemoryDatabase database;
    private final InMemoryTable<CallbackId, StoredCallback> callbacks;
    private final InMemoryTable<Body, CallbackId> bodies;

    InMemoryCallbackInbox(InMemoryDatabase database) {
        this.database = database;
        this.callbacks = new InMemoryTable<>(database, Comparator.comparing(CallbackId::value));
        this.bodies = new InMemoryTable<>(
                database,
                Comparator.<Body, java.util.UUID>comparing(
                                body -> body.attempt().value())
                        .thenComparing(Body::sha256));
    }

    @Override
    public boolean store(StoredCallback callback) {
        return database.inTransaction(() -> {
            Body body = new Body(callback.attempt(), callback.bodySha256());
            if (bodies.has(body)) {
                return false;
            }
            bodies.put(body, callback.id());
            callbacks.insert(callback.id(), callback, "callback " + callback.id());
            return true;
        });
    }

    @Override
    public List<StoredCallback> ofAttempt(OrgId org, AttemptId attempt) {
        return database.inTransaction(() -> callbacks.values().stream()
                .filter(callback ->
                        callback.org().equals(org) && callback.attempt().equals(attempt))
                .sorted(Comparator.comparing(InMemoryCallbackInbox::place, Pages.OLDEST_FIRST))
                .toList());
    }

    @Override
    public void markProcessed(OrgId org, AttemptId attempt, Instant at, String outcome) {
        database.run(() -> ofAttempt(org, attempt).stream()
                .filter(callback -> callback.processedAt() == null)
                .forEach(callback -> callbacks.put(callback.id(), processed(callback, at, outcome))));
    }

    private static StoredCallback processed(StoredCallback callback, Instant at, String outcome) {
        return new StoredCallback(
                callback.id(),
                callback.org(),
                callback.generation(),
                callback.task(),
                callback.attempt(),
                callback.provider(),
                callback.bodySha256(),
                callback.raw(),
                callback.trust(),
                callback.vendorTask(),
                callback.receivedAt(),
                at,
                outcome);
    }

    @Override
    public Optional<StoredCallback> find(OrgId org, CallbackId callback) {
        return database.inTransaction(
                () -> callbacks.get(callback).filter(found -> found.org().equals(org)));
    }

    @Override
    public Page<StoredCallback> list(OrgId org, @Nullable Boolean processed, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                callbacks.values(),
                callback -> callback.org().equals(org)
                        && (processed == null || processed == (callback.processedAt() != null)),
                InMemoryCallbackInbox::place,
                Pages.NEWEST_FIRST,
                page));
    }

    private static Pages.Place place(StoredCallback callback) {
        return new Pages.Place(callback.receivedAt(), callback.id().toString());
    }
}
