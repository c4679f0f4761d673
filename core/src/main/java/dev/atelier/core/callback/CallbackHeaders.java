package dev.atelier.core.callback;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers fit for keeping. */
final class CallbackHeaders {
    private static final List<String> SECRET_WORDS = List.of("authorization", "cookie", "token", "secret", "api-key");

    private CallbackHeaders() {}

    /** The headers without any that may carry a credential. */
    static Map<String, String> withoutSecrets(Map<String, String> headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (SECRET_WORDS.stream().noneMatch(name::contains)) {
                kept.put(name, value.length() > 1_000 ? value.substring(0, 1_000) : value);
            }
        });
        return kept;
    }
}
