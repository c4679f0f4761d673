package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import dev.atelier.persistence.shared.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Payloads as JSON in UTF-8, so that {@code list} can read them in SQL. */
final class PayloadSerializer implements Serializer {
    @Override
    public byte @Nullable [] serialize(@Nullable Object data) {
        return data == null ? null : Json.write(data).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] serialized) {
        return serialized == null ? null : Json.read(new String(serialized, StandardCharsets.UTF_8), type);
    }
}
