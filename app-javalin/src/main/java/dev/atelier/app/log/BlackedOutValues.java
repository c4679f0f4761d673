package dev.atelier.app.log;

import com.fasterxml.jackson.core.JsonStreamContext;
import dev.atelier.app.BlackedOut;
import net.logstash.logback.mask.ValueMasker;
import org.jspecify.annotations.Nullable;

/** Every text in a JSON log line without known secrets. */
public final class BlackedOutValues implements ValueMasker {
    @Override
    public @Nullable Object mask(JsonStreamContext context, Object value) {
        if (value instanceof CharSequence text) {
            String shown = BlackedOut.in(text.toString());
            return shown.contentEquals(text) ? null : shown;
        }
        return null;
    }
}
