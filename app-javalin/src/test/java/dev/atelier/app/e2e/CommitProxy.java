package dev.atelier.app.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands between a server and its PostgreSQL on loopback and reports each transaction that changed rows twice: before its end is
 * passed on, and after the database has ended it but before the server hears so. Reads never count, nor do updates of no row.
 */
final class CommitProxy implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress database;
    private final Predicate<String> moments;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "commit-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param database where PostgreSQL listens
     * @param moments hears "before commit: …" and "after commit: …" with the tables written, + inserted, ~ updated, - deleted; true if the server died at it, which
     *     ends the connection there
     */
    CommitProxy(InetSocketAddress database, Predicate<String> moments) throws IOException {
        this.database = database;
        this.moments = moments;
        door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket server = door.accept();
                Socket upstream = new Socket(database.getAddress(), database.getPort());
                ProxiedSession session = new ProxiedSession(server, upstream, moments);
                threads.execute(session::passRequests);
                threads.execute(session::passAnswers);
            } catch (IOException closedOrRefused) {
                // The server sees a connection that ends, as with a database that is gone.
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
