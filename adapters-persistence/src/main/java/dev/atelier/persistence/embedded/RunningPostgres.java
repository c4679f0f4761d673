package dev.atelier.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to reach the server that another process started on a data folder: for commands that work beside a running server. Whoever may
 * read the folder may connect; the other process keeps the server's life in its hands.
 *
 * @param jdbcUrl without credentials
 */
public record RunningPostgres(String jdbcUrl, String user, String password) {
    // Lines of postmaster.pid, counted from 0:
    // https://github.com/postgres/postgres/blob/REL_17_STABLE/src/include/utils/pidfile.h
    private static final int PORT = 3;
    private static final int STATUS = 7;

    /**
     * Finds the server of this folder. Starts nothing.
     *
     * @return empty if none answers to new connections there now
     * @throws EmbeddedPostgresFailure if the folder belongs to somebody else
     */
    public static Optional<RunningPostgres> in(Path dataFolder) {
        Path folder = dataFolder.toAbsolutePath().normalize();
        try {
            List<String> lines = Files.readAllLines(folder.resolve("cluster").resolve("postmaster.pid"));
            boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
            if (!ready || !alive(lines.get(0).strip())) {
                return Optional.empty();
            }
            String password = Files.readString(folder.resolve("password")).strip();
            int port = Integer.parseInt(lines.get(PORT).strip());
            return Optional.of(new RunningPostgres(EmbeddedPostgres.urlOf(port), EmbeddedPostgres.USER, password));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedPostgresFailure(
                    "the data folder " + folder + " cannot be read; run this as the user that the server runs as", e);
        }
    }

    private static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "RunningPostgres[" + jdbcUrl + "]";
    }
}
