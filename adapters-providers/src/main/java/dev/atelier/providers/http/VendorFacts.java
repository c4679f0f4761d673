package dev.atelier.providers.http;

import dev.atelier.core.provider.FailureKind;
import java.util.Map;
import java.util.function.Function;
import okhttp3.Headers;

/**
 * What a vendor's API is like, the same for all of its accounts.
 *
 * @param address the vendor's own, such as {@code https://api.acme.example}; settings may name another
 * @param key makes the headers that carry the key
 * @param codeAt where a refusal holds the vendor's code, as a JSON pointer such as {@code /error/code}
 * @param codes what codes mean, lower-case, where the HTTP status does not tell enough
 * @param timeoutSeconds of one call, unless the option {@code callTimeoutSeconds} says otherwise
 */
public record VendorFacts(
        String address,
        Function<String, Headers> key,
        String codeAt,
        Map<String, FailureKind> codes,
        int timeoutSeconds) {
    public VendorFacts {
        codes = Map.copyOf(codes);
    }
}
