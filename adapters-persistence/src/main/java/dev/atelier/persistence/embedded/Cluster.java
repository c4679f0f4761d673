package dev.atelier.persistence.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The data directory of one server, and the programs that create, start and stop it. */
final class Cluster {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());
    private static final int PATIENCE_SECONDS = 120;
    private static final long MOST_LOG_BYTES = 10L << 20;

    private final Path folder;
    private final Path data;
    private final Path binaries;
    private final RunAs runAs;
    private final Path serverLog;
    private final Path commandLog;

    Cluster(Path folder, Path binaries, RunAs runAs) {
        this.folder = folder;
        this.data = folder.resolve("cluster");
        this.binaries = binaries;
        this.runAs = runAs;
        this.serverLog = folder.resolve("server.log");
        this.commandLog = folder.resolve("command.log");
    }

    /** Makes the data directory if there is none. */
    void create(String user, String password) throws IOException {
        if (Files.exists(data)) {
            requireSameMajor();
            runAs.own(data);
            return;
        }
        Path unfinished = folder.resolve("cluster.new");
        Folders.delete(unfinished);
        Files.createDirectory(unfinished);
        Folders.permit(unfinished, "rwx------");
        runAs.own(unfinished);
        Path secret = folder.resolve("initial-password");
        Folders.writePrivate(secret, password);
        runAs.own(secret);
        try {
            boolean made = run(
                    "initdb",
                    "--pgdata=" + unfinished,
                    "--username=" + user,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--data-checksums");
            if (!made) {
                throw new EmbeddedPostgresFailure("a database cannot be made in " + folder + ": " + tail(commandLog));
            }
        } finally {
            Files.deleteIfExists(secret);
        }
        // Renamed last, so that a crash never leaves half a cluster behind.
        Files.move(unfinished, data);
    }

    private void requireSameMajor() throws IOException {
        String made = Files.readString(data.resolve("PG_VERSION")).strip();
        String ours = Files.readString(binaries.resolve("share/postgresql/postgres.bki"), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .replace("# PostgreSQL ", "")
                .strip();
        if (!ours.equals(made)) {
            throw new EmbeddedPostgresFailure("the data in " + folder + " is of PostgreSQL " + made
                    + " and this Atelier brings " + ours + "; move it with pg_dump and psql of both versions");
        }
    }

    /** Starts the server and waits until it answers; false if it ended at once, as with a port that somebody took. */
    boolean start(int port) throws IOException {
        if (Files.exists(serverLog) && Files.size(serverLog) > MOST_LOG_BYTES) {
            Files.delete(serverLog);
        }
        runAs.own(serverLog);
        return run(
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=60",
                "--pgdata=" + data,
                "--log=" + serverLog,
                "--options=-p " + port
                        + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                        + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
                        + " -c max_connections=100 -c jit=off -c log_timezone=UTC -c timezone=UTC");
    }

    void stop() throws IOException {
        if (!run("pg_ctl", "stop", "--wait", "--timeout=30", "--mode=fast", "--pgdata=" + data)
                && serverPid().isPresent()) {
            LOG.log(System.Logger.Level.WARNING, "the database server did not stop in time and is cut off");
            run("pg_ctl", "stop", "--wait", "--timeout=10", "--mode=immediate", "--pgdata=" + data);
        }
    }

    /** Stops the server that a killed process left running on this folder. */
    void stopOrphan() throws IOException {
        if (serverPid().isPresent()) {
            LOG.log(System.Logger.Level.INFO, "stopping the database server that an earlier process left behind");
            stop();
        }
    }

    /** The server of this very folder, if it runs: the number alone may be another process's by now. */
    private Optional<ProcessHandle> serverPid() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String first = Files.readString(file).lines().findFirst().orElse("").strip();
        if (!first.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(first))
                .filter(ProcessHandle::isAlive)
                .filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        if (info.arguments().isPresent()) {
            return Arrays.stream(info.arguments().get()).anyMatch(argument -> argument.contains(data.toString()));
        }
        return info.command().map(command -> command.contains("postgres")).orElse(false);
    }

    /** The end of what the server wrote, for an error message. */
    String lastWords() {
        return tail(Files.exists(serverLog) ? serverLog : commandLog);
    }

    private boolean run(String program, String... arguments) throws IOException {
        String name = EmbeddedPostgres.isWindows() ? program + ".exe" : program;
        List<String> command = new ArrayList<>();
        command.add(binaries.resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        // A file and no pipe: the server would inherit the pipe and keep it open.
        ProcessBuilder builder = new ProcessBuilder(runAs.command(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(commandLog.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    private static String tail(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
        } catch (IOException e) {
            return "it wrote nothing";
        }
    }
}
