package dev.atelier.app.http;

import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lists: {@code limit} and {@code cursor} in, <code>{data, nextCursor, hasMore}</code> and {@code Link} out.
 *
 * <p>A cursor is opaque and signed for one org and one route, so that nobody can write one or carry it elsewhere.
 * Thread-safe.
 */
public final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAC_BYTES = 16;
    private static final int MOST = 2048;

    private final byte[] key;

    /** @param key 32 bytes or more that every node shares */
    public Paging(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the key for cursors needs 32 bytes");
        }
        this.key = key.clone();
    }

    /** What the request asks for; 50 items unless it says otherwise. */
    public PageRequest request(Context ctx) {
        String cursor = ctx.queryParam("cursor");
        return new PageRequest(limit(ctx), cursor == null || cursor.isEmpty() ? null : open(scope(ctx), cursor));
    }

    /** Asks a repository for the page; a cursor that the repository does not know is answered with 400. */
    public <T> Page<T> fetch(Context ctx, Function<PageRequest, Page<T>> source) {
        PageRequest request = request(ctx);
        try {
            return source.apply(request);
        } catch (IllegalArgumentException e) {
            if (request.cursor() == null) {
                throw e;
            }
            throw invalidCursor();
        }
    }

    /** Answers with the page. */
    public void write(Context ctx, Page<?> page) {
        write(ctx, page, Map.of());
    }

    /** Answers with the page and what belongs beside it. */
    public void write(Context ctx, Page<?> page, Map<String, ?> beside) {
        String next = page.nextCursor() == null ? null : seal(scope(ctx), page.nextCursor());
        if (next != null) {
            ctx.header("Link", "<" + ctx.path() + "?" + query(ctx, next) + ">; rel=\"next\"");
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("data", page.items());
        body.put("nextCursor", next);
        body.put("hasMore", next != null);
        body.putAll(beside);
        ctx.json(body);
    }

    /** One page of a list that is short enough to be held as a whole. */
    public <T> Page<T> slice(Context ctx, List<T> all) {
        return fetch(ctx, request -> {
            int from = request.cursor() == null ? 0 : Integer.parseInt(request.cursor());
            int to = Math.min(all.size(), from + request.limit());
            return new Page<>(all.subList(Math.min(from, to), to), to < all.size() ? Integer.toString(to) : null);
        });
    }

    private static int limit(Context ctx) {
        String sent = ctx.queryParam("limit");
        if (sent == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(sent);
            if (limit >= 1 && limit <= PageRequest.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of bounds.
        }
        throw Problem.of(ProblemCode.MALFORMED_REQUEST, "limit takes 1 to " + PageRequest.MAX_LIMIT + ".")
                .with(new Problem.Field(
                        "limit",
                        "invalid",
                        "a whole number is wanted",
                        Map.of("min", 1, "max", PageRequest.MAX_LIMIT)));
    }

    private static String scope(Context ctx) {
        Principal principal = Principal.orNull(ctx);
        return (principal == null ? "-" : principal.org().toString()) + "|" + AccessLog.template(ctx);
    }

    private static String query(Context ctx, String next) {
        StringBuilder query = new StringBuilder();
        ctx.queryParamMap().forEach((name, values) -> {
            if (!name.equals("cursor")) {
                values.forEach(value -> query.append(encode(name))
                        .append('=')
                        .append(encode(value))
                        .append('&'));
            }
        });
        return query.append("cursor=").append(next).toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    String seal(String scope, String raw) {
        byte[] text = raw.getBytes(StandardCharsets.UTF_8);
        byte[] joined = ByteBuffer.allocate(MAC_BYTES + text.length)
                .put(mac(scope, text))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined);
    }

    String open(String scope, String cursor) {
        if (cursor.length() > MOST) {
            throw invalidCursor();
        }
        byte[] joined;
        try {
            joined = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw invalidCursor();
        }
        if (joined.length <= MAC_BYTES) {
            throw invalidCursor();
        }
        byte[] text = Arrays.copyOfRange(joined, MAC_BYTES, joined.length);
        if (!MessageDigest.isEqual(mac(scope, text), Arrays.copyOf(joined, MAC_BYTES))) {
            throw invalidCursor();
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private static Problem invalidCursor() {
        return Problem.of(ProblemCode.INVALID_CURSOR, "This cursor was not made by this list.");
    }

    private byte[] mac(String scope, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(("cursor|" + scope + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(text), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
