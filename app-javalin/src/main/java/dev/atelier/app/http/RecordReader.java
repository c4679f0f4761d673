package dev.atelier.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds one record from a tree and notes everything that is wrong on the way. Used once, by one thread. */
final class RecordReader {
    private static final int MOST_ERRORS = 50;

    private final List<Problem.Field> errors = new ArrayList<>();

    List<Problem.Field> errors() {
        return errors;
    }

    /** The value, or null if something was wrong with it. */
    @Nullable
    Object read(JsonNode node, Type type, String pointer) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                return list(node, generic.getActualTypeArguments()[0], pointer);
            }
            if (generic.getRawType() == Map.class) {
                return map(node, generic.getActualTypeArguments()[1], pointer);
            }
        }
        if (type == JsonNode.class) {
            return node;
        }
        if (type instanceof Class<?> raw && raw.isRecord()) {
            return record(node, raw, pointer);
        }
        if (type instanceof Class<?> raw) {
            return scalar(node, raw, pointer);
        }
        throw new IllegalStateException("requests cannot hold " + type);
    }

    private @Nullable Object record(JsonNode node, Class<?> type, String pointer) {
        if (!node.isObject()) {
            return wrong(pointer, "wrong_type", "an object is wanted", "object");
        }
        RecordComponent[] components = type.getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        int before = errors.size();
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                wrong(child(pointer, name), "unknown_field", "there is no such field", new TreeSet<>(names));
            }
        });
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(node.get(names.get(i)), components[i], child(pointer, names.get(i)));
        }
        return errors.size() > before ? null : construct(type, components, values, pointer);
    }

    private @Nullable Object component(@Nullable JsonNode node, RecordComponent component, String pointer) {
        if (node == null || node.isNull()) {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                    ? null
                    : wrong(pointer, "missing", "this field is required", null);
        }
        Object value = read(node, component.getGenericType(), pointer);
        return value == null ? null : within(value, component, pointer);
    }

    private @Nullable Object within(Object value, AnnotatedElement component, String pointer) {
        Bounds bounds = component.getAnnotation(Bounds.class);
        if (bounds == null) {
            return value;
        }
        long size = size(value);
        if (size < bounds.min()) {
            return wrong(
                    pointer,
                    "too_small",
                    said(value, size) + ", at least " + bounds.min() + " wanted",
                    RequestBody.allowed(bounds));
        }
        if (size > bounds.max()) {
            return wrong(
                    pointer,
                    "too_large",
                    said(value, size) + ", at most " + bounds.max() + " allowed",
                    RequestBody.allowed(bounds));
        }
        return value;
    }

    private static long size(Object value) {
        if (value instanceof CharSequence text) {
            return text.length();
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("@Bounds does not fit " + value.getClass());
    }

    private static String said(Object value, long size) {
        if (value instanceof CharSequence) {
            return "has " + size + " characters";
        }
        return value instanceof Number ? "is " + size : "has " + size + " items";
    }

    private @Nullable Object construct(
            Class<?> type, RecordComponent[] components, @Nullable Object[] values, String pointer) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                return wrong(pointer, "invalid", String.valueOf(refused.getMessage()), null);
            }
            throw new IllegalStateException("building " + type.getSimpleName() + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + type.getSimpleName(), e);
        }
    }

    private @Nullable Object list(JsonNode node, Type item, String pointer) {
        if (!node.isArray()) {
            return wrong(pointer, "wrong_type", "a list is wanted", "array");
        }
        List<Object> values = new ArrayList<>();
        int before = errors.size();
        for (int i = 0; i < node.size() && errors.size() < MOST_ERRORS; i++) {
            Object value = element(node.get(i), item, pointer + "/" + i);
            if (value != null) {
                values.add(value);
            }
        }
        return errors.size() > before ? null : List.copyOf(values);
    }

    private @Nullable Object map(JsonNode node, Type item, String pointer) {
        if (!node.isObject()) {
            return wrong(pointer, "wrong_type", "an object is wanted", "object");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        int before = errors.size();
        node.properties().forEach(entry -> {
            Object value = element(entry.getValue(), item, child(pointer, entry.getKey()));
            if (value != null) {
                values.put(entry.getKey(), value);
            }
        });
        return errors.size() > before ? null : values;
    }

    private @Nullable Object element(JsonNode node, Type item, String pointer) {
        return node.isNull() ? wrong(pointer, "missing", "null is not allowed here", null) : read(node, item, pointer);
    }

    private @Nullable Object scalar(JsonNode node, Class<?> type, String pointer) {
        try {
            return Scalars.read(node, type);
        } catch (Scalars.Refused e) {
            return wrong(pointer, e.code(), e.detail(), e.allowed());
        }
    }

    private @Nullable Object wrong(String pointer, String code, String detail, @Nullable Object allowed) {
        if (errors.size() < MOST_ERRORS) {
            errors.add(new Problem.Field(pointer, code, detail, allowed));
        }
        return null;
    }

    private static String child(String pointer, String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        return pointer + "/" + shown.replace("~", "~0").replace("/", "~1");
    }
}
