package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** What one vendor of OpenAI's dialect does in its own way. Thread-safe. */
public interface Manners {
    /** Where the vendor is, without {@code /v1}; blank if only the row can say it. */
    String address();

    /** What stands between the address and a route. */
    default String prefix() {
        return "v1/";
    }

    /** False for a server that may be asked without a key. */
    default boolean needsKey() {
        return true;
    }

    /** False for a server that reads pictures out of the message alone. */
    default boolean takesAddresses() {
        return true;
    }

    /** Headers beside the key. */
    default Headers headers(Options options) {
        return new Headers.Builder().build();
    }

    /** Sorts an answer that is no success, or that is one and holds an error. */
    ProviderFailure failure(ProviderId id, JsonAnswer answer, Loss loss);

    /**
     * What words cost.
     *
     * @param usage the answer's own account; missing if it has none
     */
    VendorCost textCost(String model, @Nullable Long inputTokens, @Nullable Long outputTokens, JsonNode usage);

    /** What pictures cost. */
    VendorCost pictureCost(String model, JsonNode usage);

    /** What a recording costs, which its answer does not tell. */
    default VendorCost speechCost(String model, int characters) {
        return VendorCost.UNTOLD;
    }

    /** How exactly pictures are looked at if the row does not say it; blank to leave that to the server. */
    default String detail() {
        return "";
    }

    /** The name of the field for the most tokens of an answer, if the row does not say it. */
    default String maxTokensField() {
        return "max_tokens";
    }
}
