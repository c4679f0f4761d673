package dev.atelier.app.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a request's JSON into a record, strictly: a field that the record does not have is refused, so that nobody can set
 * what he was not asked for.
 *
 * <p>A component is required unless it is marked {@code @Nullable}; {@link Bounds} limits it. Components may be text, numbers,
 * booleans, enums (spelt in lower or upper case), {@link java.util.UUID}, {@link java.net.URI}, {@link java.time.Instant},
 * {@link java.time.LocalDate}, {@link JsonNode}, records, and lists and text-keyed maps of these. An
 * {@link IllegalArgumentException} of a record's constructor is reported at the record's pointer; its message is shown.
 */
public final class RequestBody {
    private RequestBody() {}

    /**
     * The body as this record.
     *
     * @throws Problem 415 if it is no JSON, 400 with every field that is wrong
     */
    public static <T extends Record> T read(Context ctx, Class<T> type) {
        return bind(tree(ctx), type);
    }

    /** Like {@link #read}, but a missing body counts as <code>{}</code>. */
    public static <T extends Record> T readOrEmpty(Context ctx, Class<T> type) {
        return ctx.bodyAsBytes().length == 0 ? bind(JsonNodeFactory.instance.objectNode(), type) : read(ctx, type);
    }

    /**
     * The JSON of a {@link RouteOptions#streamed} route as it comes in.
     *
     * @param large asked once, when more than the usual megabyte has come; throws to refuse the rest
     * @throws Problem 415 if it is no JSON; reading throws one of 413 behind the route's longest body
     */
    public static InputStream stream(Context ctx, Runnable large) {
        checkType(ctx);
        return new CountedBody(
                ctx.bodyInputStream(),
                RouteOptions.JSON.maxBodyBytes(),
                large,
                Guard.routeOf(ctx).options().maxBodyBytes());
    }

    /** Like {@link #read} for what was read from {@link #stream}. */
    public static <T extends Record> T read(byte[] json, Class<T> type) {
        return bind(parse(json), type);
    }

    /** The body as a tree, bounded in depth, length of texts and length of numbers. */
    public static JsonNode tree(Context ctx) {
        checkType(ctx);
        return parse(ctx.bodyAsBytes());
    }

    private static void checkType(Context ctx) {
        String type = ctx.contentType();
        String media = type == null
                ? ""
                : type.toLowerCase(Locale.ROOT).split(";", 2)[0].trim();
        if (!media.equals("application/json") && !(media.startsWith("application/") && media.endsWith("+json"))) {
            throw Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
        }
    }

    /** Binds a tree, as {@link #read} does. */
    static <T extends Record> T bind(JsonNode tree, Class<T> type) {
        RecordReader reader = new RecordReader();
        Object value = reader.read(tree, type, "");
        if (!reader.errors().isEmpty() || value == null) {
            int count = reader.errors().size();
            throw Problem.of(
                            ProblemCode.MALFORMED_REQUEST,
                            count == 1 ? reader.errors().get(0).detail() : count + " fields of the body are wrong.")
                    .withFields(reader.errors());
        }
        return type.cast(value);
    }

    static JsonNode parse(byte[] bytes) {
        return parse(bytes, Json.MAPPER);
    }

    /** The tree of what was read from {@link #stream}, where one text may be as long as the whole. */
    public static JsonNode longTexts(byte[] json) {
        return parse(json, Json.LONG_TEXTS);
    }

    private static JsonNode parse(byte[] bytes, ObjectMapper mapper) {
        JsonNode tree;
        try {
            tree = mapper.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw Problem.malformed(
                    "", "too_large", "The body is nested too deeply, or a text or number in it is too long.");
        } catch (JsonProcessingException e) {
            throw Problem.malformed("", "invalid_json", where(e));
        } catch (IOException e) {
            throw Problem.malformed("", "invalid_json", "The body is no JSON.");
        }
        if (tree.isMissingNode()) {
            throw Problem.malformed("", "missing", "A JSON body is needed.");
        }
        return tree;
    }

    private static String where(JsonProcessingException e) {
        boolean duplicate =
                e instanceof JsonParseException && e.getOriginalMessage().startsWith("Duplicate field");
        String what = duplicate ? "A field is there twice" : "The body is no JSON";
        return e.getLocation() == null
                ? what + "."
                : what + ", see line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ".";
    }

    /** What is allowed between two bounds, for {@link Problem.Field#allowed()}. */
    static Map<String, Long> allowed(Bounds bounds) {
        if (bounds.min() == Long.MIN_VALUE) {
            return Map.of("max", bounds.max());
        }
        return bounds.max() == Long.MAX_VALUE
                ? Map.of("min", bounds.min())
                : Map.of("min", bounds.min(), "max", bounds.max());
    }
}
