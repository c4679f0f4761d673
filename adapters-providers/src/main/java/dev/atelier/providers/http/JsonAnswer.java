package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import java.time.Duration;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's answer, whatever its status.
 *
 * @param json a missing node if the body is no JSON; never missing for 2xx
 * @param retryAfter the header of that name; null if there was none
 * @param headers all of them
 */
public record JsonAnswer(
        int status, JsonNode json, @Nullable Duration retryAfter, Headers headers) {
    /** An answer whose headers matter to nobody. */
    public JsonAnswer(int status, JsonNode json, @Nullable Duration retryAfter) {
        this(status, json, retryAfter, Headers.of());
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /**
     * What the status alone says.
     *
     * @param refusal true if the body is an error in the vendor's own words: then the vendor itself has said no
     */
    public FailureKind kind(Loss loss, boolean refusal) {
        return switch (status) {
            case 401, 403, 407 -> FailureKind.CREDENTIALS;
            case 402 -> FailureKind.VENDOR_BALANCE;
            case 429 -> FailureKind.RATE_LIMITED;
            // Some gateway broke off: the request may have gone through it.
            case 408, 499 -> loss.kind();
            // A base URL that has moved: nothing was started there.
            case 301, 302, 307, 308 -> FailureKind.UNAVAILABLE;
            case 503 -> refusal || retryAfter != null ? FailureKind.UNAVAILABLE : loss.kind();
            default -> byClass(loss, refusal);
        };
    }

    private FailureKind byClass(Loss loss, boolean refusal) {
        if (status >= 400 && status < 500) {
            return FailureKind.INVALID_ORDER;
        }
        return status >= 500 && refusal ? FailureKind.UNAVAILABLE : loss.kind();
    }

    /** Leaves body and headers out. */
    @Override
    public String toString() {
        return "JsonAnswer[" + status + "]";
    }
}
