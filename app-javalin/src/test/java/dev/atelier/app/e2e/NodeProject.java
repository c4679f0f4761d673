package dev.atelier.app.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The scripts of {@code src/test/node} with the npm packages they use, for tests with clients and servers that live in Node.
 *
 * <p>Copied into the build folder; {@code npm ci} runs there once for each lock file. Without Node the test is skipped, unless the
 * environment variable {@code NODE} names it, as the whole check does: then it fails.
 */
public final class NodeProject {
    private static final Duration LONGEST_INSTALL = Duration.ofMinutes(3);
    private static final String LOCK_FILE = "package-lock.json";
    private static final List<String> NPM_CI =
            List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");

    private final String node;
    private final Path folder;

    private NodeProject(String node, Path folder) {
        this.node = node;
        this.folder = folder;
    }

    /** How a script ended. */
    public record Ended(int exit, String output) {}

    /** The project, its packages installed. */
    public static synchronized NodeProject install() {
        String named = System.getenv("NODE");
        String node = named == null || named.isBlank() ? "node" : named;
        assumeTrue(named != null || starts(node), "there is no Node on this machine");
        try {
            Path sources = Path.of("src/test/node").toAbsolutePath();
            Path classes = Path.of(NodeProject.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            NodeProject project = new NodeProject(node, classes.resolveSibling("node"));
            Files.createDirectories(project.folder);
            // Closing the channel gives the lock back.
            try (FileChannel channel = FileChannel.open(
                    project.folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                project.copyFrom(sources);
                lock.release();
            }
            return project;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean starts(String node) {
        try {
            return new ProcessBuilder(node, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void copyFrom(Path sources) throws IOException {
        Path installed = folder.resolve("installed.json");
        boolean stands = Files.exists(installed) && Files.mismatch(sources.resolve(LOCK_FILE), installed) < 0;
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList()) {
                Path copy = folder.resolve(sources.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!stands) {
            Ended ended = run(new ProcessBuilder(NPM_CI), LONGEST_INSTALL);
            if (ended.exit() != 0) {
                throw new AssertionError("npm ci failed:\n" + ended.output());
            }
            Files.copy(folder.resolve(LOCK_FILE), installed, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where scripts run; in the build folder. */
    public Path folder() {
        return folder;
    }

    /** Runs a script to its end; what it prints on both streams is its output. Fails if it takes longer than that. */
    public Ended run(String script, Map<String, String> environment, Duration atMost, String... arguments) {
        try {
            return run(builder(script, environment, arguments), atMost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a script that serves until the caller destroys it.
     *
     * @param log where its output goes
     */
    public Process start(String script, Map<String, String> environment, Path log, String... arguments) {
        try {
            return builder(script, environment, arguments)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(String script, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(node, script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(new HashMap<>(environment));
        return builder;
    }

    private Ended run(ProcessBuilder builder, Duration atMost) throws IOException {
        Path log = Files.createTempFile("node-project", ".log");
        try {
            builder.environment().putIfAbsent("NO_UPDATE_NOTIFIER", "1");
            Process process = builder.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(builder.command() + " took too long:\n" + text(log));
            }
            return new Ended(process.exitValue(), text(log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
