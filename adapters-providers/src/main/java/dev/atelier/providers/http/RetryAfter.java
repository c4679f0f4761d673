package dev.atelier.providers.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header: seconds or a date (RFC 9110, 10.2.3), never more than a day. */
public final class RetryAfter {
    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    private RetryAfter() {}

    /** How long to wait; null if the header is missing or says nothing that can be read. */
    public static @Nullable Duration read(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("\\d{1,18}")) {
            return bounded(Long.parseLong(text));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(now, then).toSeconds());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration bounded(long seconds) {
        return Duration.ofSeconds(Math.max(0, Math.min(MAX_SECONDS, seconds)));
    }
}
