package dev.atelier.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server listens. */
final class ListenOptions {
    @Option(names = "--port", paramLabel = "N", description = "Port of the server (8080, or the next free one).")
    @Nullable
    Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (127.0.0.1).")
    @Nullable
    String host;

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (port != null) {
            settings.put("PORT", port.toString());
        }
        if (host != null) {
            settings.put("ATELIER_HOST", host);
        }
        return settings;
    }
}
