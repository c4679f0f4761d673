package dev.atelier.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.shared.spi.IdempotencyStore;
import dev.atelier.core.shared.spi.Transactions;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a POST once per {@code Idempotency-Key}: the work, its answer and the key commit in one transaction, so that no crash can leave a
 * key stuck. A twin waits for the first and then gets its answer. Only 2xx answers are kept; any other rolls back, so that the caller may
 * try again under the same key. Thread-safe.
 *
 * <p>The work may call no vendor: it runs inside the transaction.
 */
public final class Idempotency {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";
    private static final int MOST = 255;

    private final Transactions transactions;
    private final IdempotencyStore store;
    private final Clock clock;

    public Idempotency(Transactions transactions, IdempotencyStore store, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.clock = clock;
    }

    /** The work of one request. */
    @FunctionalInterface
    public interface Work {
        /** @throws Problem to refuse; everything written is rolled back */
        Reply run(Context ctx);
    }

    /** A handler that answers with the work's reply, or with the stored one. */
    public Handler handler(Work work) {
        return ctx -> perform(ctx, work).write(ctx);
    }

    /** Like {@link #handler}, for routes that do something after the commit and before the answer. */
    public Reply perform(Context ctx, Work work) {
        return perform(ctx, ctx::bodyAsBytes, work);
    }

    /** @param body JSON that stands for the body of a {@link RouteOptions#streamed} route */
    public Reply perform(Context ctx, Supplier<byte[]> body, Work work) {
        Optional<String> key = key(ctx);
        if (key.isEmpty()) {
            return unlessRefused(() -> transactions.inTransaction(() -> kept(work.run(ctx))));
        }
        IdempotencyStore.Key claim = claim(ctx, key.get());
        String fingerprint = fingerprint(ctx, body.get());
        return guarded(() -> once(ctx, claim, fingerprint, work));
    }

    private static IdempotencyStore.Key claim(Context ctx, String key) {
        Principal principal = Principal.of(ctx);
        return new IdempotencyStore.Key(
                principal.org(), principal.user().toString(), ctx.method().name() + " " + AccessLog.template(ctx), key);
    }

    private Reply guarded(Supplier<Reply> work) {
        try {
            return unlessRefused(() -> transactions.inTransaction(work));
        } catch (RuntimeException e) {
            if (!(e instanceof Problem) && ErrorResponses.busy(e)) {
                throw Problem.of(ProblemCode.IN_FLIGHT, "A request under this key still runs.")
                        .retryAfter(Duration.ofSeconds(1));
            }
            throw e;
        }
    }

    /**
     * Like {@link #perform(Context, Supplier, Work)}, for clients that send no key but count their tries: a second try with the same body
     * by the same caller joins the work of the one before it, and a first one begins anew.
     *
     * @param retry true if the client says that it has sent this before
     * @param joinable whether that answer is still worth joining
     */
    public Reply performOrJoin(
            Context ctx, Supplier<byte[]> body, boolean retry, Predicate<Reply> joinable, Work work) {
        if (ctx.header(HEADER) != null) {
            return perform(ctx, body, work);
        }
        String fingerprint = fingerprint(ctx, body.get());
        IdempotencyStore.Key claim = claim(ctx, "try-" + fingerprint);
        return guarded(() -> {
            Optional<Reply> earlier = store.claim(claim, clock.instant()).map(Idempotency::replay);
            if (earlier.isPresent()) {
                if (retry && joinable.test(earlier.get())) {
                    return earlier.get();
                }
                store.renew(claim, clock.instant());
            }
            return stored(ctx, claim, fingerprint, work);
        });
    }

    private Reply once(Context ctx, IdempotencyStore.Key claim, String fingerprint, Work work) {
        Optional<IdempotencyStore.Answer> earlier = store.claim(claim, clock.instant());
        if (earlier.isPresent()) {
            IdempotencyStore.Answer answer = earlier.get();
            if (!answer.fingerprint().equals(fingerprint)) {
                throw Problem.of(
                        ProblemCode.IDEMPOTENCY_MISMATCH, "An earlier request under this key had another body.");
            }
            return replay(answer);
        }
        return stored(ctx, claim, fingerprint, work);
    }

    private static Reply replay(IdempotencyStore.Answer answer) {
        return new Reply(answer.status(), answer.body(), answer.location().isEmpty() ? null : answer.location(), true);
    }

    private Reply stored(Context ctx, IdempotencyStore.Key claim, String fingerprint, Work work) {
        Reply reply = kept(work.run(ctx));
        store.store(
                claim,
                new IdempotencyStore.Answer(
                        fingerprint, reply.status(), reply.body(), reply.location() == null ? "" : reply.location()));
        return reply;
    }

    /** Carries an answer that is no success out of the transaction, which it rolls back. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        Refused(Reply reply) {
            super("answered with " + reply.status(), null, false, false);
            this.reply = reply;
        }
    }

    private static Reply kept(Reply reply) {
        if (reply.status() >= 300) {
            throw new Refused(reply);
        }
        return reply;
    }

    private static Reply unlessRefused(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (Refused e) {
            return e.reply;
        }
    }

    /** Bare or in double quotes, as the draft standard writes it. */
    private static Optional<String> key(Context ctx) {
        String sent = ctx.header(HEADER);
        if (sent == null) {
            return Optional.empty();
        }
        String key = sent.length() >= 2 && sent.startsWith("\"") && sent.endsWith("\"")
                ? sent.substring(1, sent.length() - 1)
                : sent;
        if (key.isEmpty() || key.length() > MOST || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Problem.malformed(HEADER, "invalid", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
        }
        return Optional.of(key);
    }

    private static String fingerprint(Context ctx, byte[] bytes) {
        String body = bytes.length == 0 ? "" : Json.write(canonical(RequestBody.longTexts(bytes)));
        String query = ctx.queryString();
        return sha256(ctx.method().name() + "\n" + ctx.path() + "\n" + (query == null ? "" : query) + "\n" + body);
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), canonical(entry.getValue())));
            ObjectNode object = Json.MAPPER.createObjectNode();
            sorted.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            node.forEach(item -> array.add(canonical(item)));
            return array;
        }
        return node;
    }

    private static String sha256(@Nullable String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.valueOf(text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
