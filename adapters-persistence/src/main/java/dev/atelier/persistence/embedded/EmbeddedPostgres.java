package dev.atelier.persistence.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL of our own: real binaries, unpacked into the data folder, with data that lasts. For a start without any
 * setup, and for tests. Durable like any other PostgreSQL: {@code fsync} and {@code synchronous_commit} are on.
 *
 * <p>The server listens on the loopback address alone and asks for a random password, which lies in the data folder,
 * readable by its owner only. It runs in a session of its own, so that Ctrl-C ends this process in its own order and not
 * the database first. If this process is killed the server goes on; the next start on the folder finds it, stops it and
 * starts anew. PostgreSQL refuses to run as root: under root it is run as the system's nobody.
 *
 * <p>One process at a time may use a folder. First start about two seconds, later ones less than one. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** Owns the database, and nothing else: row-level security holds for it, unlike for a superuser. */
    static final String USER = "atelier_server";

    private static final String SUPERUSER = "atelier";
    private static final String DATABASE = "atelier";
    private static final int TRIES = 8;
    /** Below the ports that Linux (from 32768) and others (from 49152) give to outgoing connections. */
    private static final int LOWEST_PORT = 15_000;

    private static final int HIGHEST_PORT = 32_000;

    private final FileChannel lock;
    private final Cluster cluster;
    private final int port;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(FileChannel lock, Cluster cluster, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server of this folder, and makes both if they are not there.
     *
     * @throws EmbeddedPostgresFailure if it cannot be started; the message says why and what to do
     */
    public static EmbeddedPostgres start(Path dataFolder) {
        Path folder = dataFolder.toAbsolutePath().normalize();
        try {
            Folders.createPrivate(folder);
            FileChannel lock = lock(folder);
            try {
                return start(folder, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresFailure("the data folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static EmbeddedPostgres start(Path folder, FileChannel lock) throws IOException {
        RunAs runAs = RunAs.find(folder);
        Path binaries = Binaries.unpack(folder);
        runAs.own(binaries);
        String password = Folders.password(folder);
        Cluster cluster = new Cluster(folder, binaries, runAs);
        cluster.stopOrphan();
        cluster.create(SUPERUSER, password);
        int port = startOnFreePort(cluster);
        EmbeddedPostgres started = new EmbeddedPostgres(lock, cluster, port, password);
        try {
            started.createDatabase();
        } catch (SQLException e) {
            started.close();
            throw new EmbeddedPostgresFailure(
                    "the server of " + folder + " started but refused us: " + e.getMessage(), e);
        }
        return started;
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This very process has it.
        }
        channel.close();
        throw new EmbeddedPostgresFailure("another running Atelier uses the data folder " + folder
                + "; stop it, or give this one a folder of its own");
    }

    private static int startOnFreePort(Cluster cluster) throws IOException {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < TRIES; i++) {
            int port = LOWEST_PORT + random.nextInt(HIGHEST_PORT - LOWEST_PORT);
            if (free(port) && cluster.start(port)) {
                return port;
            }
        }
        throw new EmbeddedPostgresFailure("the database server did not start: " + cluster.lastWords());
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = asAdministrator("postgres")) {
            Ownership.createRole(connection, USER, password);
            if (Ownership.createDatabase(connection, DATABASE, USER)) {
                return;
            }
        }
        try (Connection connection = asAdministrator(DATABASE)) {
            Ownership.handOver(connection, USER);
        }
    }

    private Connection asAdministrator(String database) throws SQLException {
        return DriverManager.getConnection(urlOf(port, database), SUPERUSER, password);
    }

    /** Where to connect, without credentials. */
    public String jdbcUrl() {
        return urlOf(port);
    }

    /** Where the server on this port keeps our database. */
    static String urlOf(int port) {
        return urlOf(port, DATABASE);
    }

    private static String urlOf(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Whom to connect as. */
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** A superuser, for whom no rule holds; the password is the same. For tools that look at the database from outside. */
    public String administrator() {
        return SUPERUSER;
    }

    /** Stops the server; transactions that are open are rolled back. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (lock) {
                cluster.stop();
            } catch (IOException e) {
                throw new EmbeddedPostgresFailure("the database server did not stop: " + e.getMessage(), e);
            }
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "EmbeddedPostgres[" + jdbcUrl() + "]";
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    /** True if the folder has a cluster, whatever its state. */
    public static boolean existsIn(Path dataFolder) {
        return Files.exists(dataFolder.resolve("cluster").resolve("PG_VERSION"));
    }
}
