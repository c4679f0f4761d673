package dev.atelier.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * As whom the server's programs run. They refuse to run as root, so root steps down first: with {@code setpriv} to nobody
 * (util-linux, in every Debian), or, where nobody cannot reach the folder, with {@code unshare} into a user namespace of
 * its own, in which root is nobody too.
 *
 * @param prefix what is put before each command
 * @param ownerId who must own the files; -1 for whoever does
 */
record RunAs(List<String> prefix, int ownerId) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;
    private static final int UNCHANGED = -1;
    private static final RunAs OURSELVES = new RunAs(List.of(), UNCHANGED);

    static RunAs find(Path folder) throws IOException {
        if (EmbeddedPostgres.isWindows() || (int) Files.getAttribute(folder.resolve("lock"), "unix:uid") != ROOT) {
            return OURSELVES;
        }
        RunAs nobody = new RunAs(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"),
                NOBODY);
        chown(folder, NOBODY);
        if (nobody.works("test", "-w", folder.toString())) {
            return nobody;
        }
        chown(folder, ROOT);
        RunAs namespace = new RunAs(List.of("unshare", "--user"), ROOT);
        if (namespace.works("test", "-w", folder.toString())) {
            return namespace;
        }
        throw new EmbeddedPostgresFailure("PostgreSQL refuses to run as root, and root cannot step down here: neither "
                + "setpriv nor unshare worked for " + folder
                + "; start Atelier as another user, or set DATABASE_URL to a server of your own");
    }

    private boolean works(String... command) {
        List<String> all = command(List.of(command));
        try {
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<String> command(List<String> program) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(program);
        return all;
    }

    /** Gives the file or folder, with all in it, to the one who runs the programs. */
    void own(Path path) throws IOException {
        if (ownerId == UNCHANGED || !Files.exists(path) || owner(path) == ownerId) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = tree.toList();
        }
        // The folder itself last: it tells whether all was done.
        for (int i = all.size() - 1; i >= 0; i--) {
            chown(all.get(i), ownerId);
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static void chown(Path path, int id) throws IOException {
        Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
    }
}
