package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds the port to listen on before anything is started, since links to pictures carry it. */
final class Ports {
    private static final int TRIES = 100;
    private static final int HIGHEST = 65_535;

    private Ports() {}

    /**
     * @param given true if the port was asked for and no other will do
     * @return empty if it, or every one of the next hundred, is taken
     */
    static OptionalInt choose(AppConfig config, boolean given) {
        int wanted = config.port();
        int tries = given ? 1 : TRIES;
        return IntStream.range(wanted, Math.min(HIGHEST + 1, wanted + tries))
                .map(port -> free(config.host(), port))
                .filter(port -> port > 0)
                .findFirst();
    }

    /** The port, a free one for 0; -1 if it is taken. */
    private static int free(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server does: a port in TIME_WAIT is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            return -1;
        }
    }
}
