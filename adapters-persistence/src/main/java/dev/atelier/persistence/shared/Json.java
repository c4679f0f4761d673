package dev.atelier.persistence.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.upload.UploadId;
import java.io.Serial;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values of the core as JSON columns: records by their components, ids as plain text. Thread-safe. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(ids())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // Rows outlive the code that wrote them: an older node skips what a newer one added.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    public static @Nullable String writeNullable(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type.getSimpleName());
        }
    }

    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type.getType().getTypeName());
        }
    }

    public static <T> @Nullable T readNullable(@Nullable String json, Class<T> type) {
        return json == null ? null : read(json, type);
    }

    public static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw unreadable("JSON");
        }
    }

    /** The value in the node's JSON. */
    public static <T> T convert(JsonNode node, Class<T> type) {
        return MAPPER.convertValue(node, type);
    }

    // Without Jackson's own message: it quotes the content, which may be a user's words.
    private static IllegalStateException unreadable(String what) {
        return new IllegalStateException("a stored " + what + " cannot be read");
    }

    private static SimpleModule ids() {
        SimpleModule module = new SimpleModule();
        id(module, BlobKey.class, BlobKey::new);
        id(module, ModelId.class, ModelId::new);
        id(module, ProviderId.class, ProviderId::new);
        id(module, UploadId.class, UploadId::of);
        id(module, OrgId.class, OrgId::of);
        id(module, TaskId.class, TaskId::of);
        return module;
    }

    private static <T> void id(SimpleModule module, Class<T> type, Function<String, T> read) {
        module.addSerializer(type, new ToStringSerializer(type));
        module.addDeserializer(type, new IdDeserializer<>(type, read));
    }

    private static final class IdDeserializer<T> extends FromStringDeserializer<T> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> read;

        IdDeserializer(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        protected T _deserialize(String value, DeserializationContext context) {
            return read.apply(value);
        }
    }
}
