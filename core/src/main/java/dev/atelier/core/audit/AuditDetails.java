package dev.atelier.core.audit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a thing was, or is, in the audit log: names with texts, whole numbers, truth values, lists of texts and further names.
 *
 * <p>No secret gets in: what a name or the form of a value gives away as one is cut to its last four characters, whoever wrote it.
 */
public record AuditDetails(Map<String, Object> values) {
    public static final AuditDetails NONE = new AuditDetails(Map.of());

    private static final Pattern SECRET_NAME = Pattern.compile(".*(key|token|secret|password|link|hash|credential).*");
    private static final Pattern SECRET_VALUE =
            Pattern.compile(".*(atl_|whsec_|\\bsk-|\\beyJ)[A-Za-z0-9+/=._-]{8,}.*", Pattern.DOTALL);
    private static final Pattern MASKED = Pattern.compile("…\\S{0,4}");
    private static final int SHOWN = 4;
    private static final int SHORTEST_WITH_HINT = 12;
    private static final int LONGEST_TEXT = 2000;

    public AuditDetails {
        Map<String, Object> safe = new LinkedHashMap<>();
        values.forEach((name, value) -> safe.put(name, safe(name, value)));
        values = java.util.Collections.unmodifiableMap(safe);
    }

    /** These and one more; a null value is left out. */
    public AuditDetails with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new AuditDetails(more);
    }

    /** These but one. */
    public AuditDetails without(String name) {
        Map<String, Object> less = new LinkedHashMap<>(values);
        less.remove(name);
        return new AuditDetails(less);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** What stands here otherwise than there, or only here. */
    AuditDetails unlike(AuditDetails other) {
        Map<String, Object> left = new LinkedHashMap<>(values);
        left.entrySet().removeIf(entry -> entry.getValue().equals(other.values.get(entry.getKey())));
        return new AuditDetails(left);
    }

    private static Object safe(String name, Object value) {
        boolean secret = SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Collection<?> many) {
            return List.copyOf(many.stream().map(one -> safe(name, one)).toList());
        }
        if (value instanceof Map<?, ?> inner) {
            Map<String, Object> safe = new LinkedHashMap<>();
            inner.forEach((key, one) -> safe.put(String.valueOf(key), safe(name + "." + key, one)));
            return java.util.Collections.unmodifiableMap(safe);
        }
        String text = value.toString();
        if (secret || SECRET_VALUE.matcher(text).matches()) {
            return masked(text);
        }
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private static String masked(String text) {
        if (MASKED.matcher(text).matches()) {
            return text;
        }
        return text.length() < SHORTEST_WITH_HINT ? "…" : "…" + text.substring(text.length() - SHOWN);
    }

    /** How a secret is written whose last characters alone are known. */
    public static @Nullable String hint(@Nullable String lastFour) {
        return lastFour == null ? null : "…" + lastFour;
    }
}
