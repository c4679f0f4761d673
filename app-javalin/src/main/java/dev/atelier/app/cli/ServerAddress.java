package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import dev.atelier.app.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where browsers reach the server. A running one writes it down, since the port may be another than the one that was wished for. */
final class ServerAddress {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAddress.class);
    private static final String FILE = "address";

    private ServerAddress() {}

    /** The address of a server that listens on this port. */
    static URI of(AppConfig config, int port) {
        URI publicUrl = config.publicUrl();
        if (publicUrl != null) {
            return publicUrl;
        }
        String host = config.host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        String shown = everywhere || host.equals("127.0.0.1") ? "localhost" : host;
        return URI.create(
                "http://" + (shown.contains(":") && !shown.startsWith("[") ? "[" + shown + "]" : shown) + ":" + port);
    }

    /** The public address, else the one that the running server of this data folder wrote down, else the one it would have. */
    static URI known(AppConfig config) {
        Path file = config.inData(FILE);
        try {
            if (config.publicUrl() == null && Files.exists(file)) {
                return URI.create(Files.readString(file).strip());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} cannot be read", file, e);
        }
        return of(config, config.port());
    }

    static void write(AppConfig config, URI address) {
        try {
            PrivateFiles.write(config.inData(FILE), address.toString());
        } catch (IOException e) {
            LOG.info("the address was not written down: {}", e.getMessage());
        }
    }

    static void forget(AppConfig config) {
        try {
            Files.deleteIfExists(config.inData(FILE));
        } catch (IOException e) {
            LOG.debug("the address stays written down", e);
        }
    }
}
