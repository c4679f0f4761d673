package dev.atelier.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only the user of this process may read, where the file system knows of such things. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes the folder if it is missing, and shuts it to everybody else. */
    public static void folder(Path folder) throws IOException {
        folder(folder, "rwx------");
    }

    /** The same, but others may pass through: under root the embedded database runs as somebody else. */
    static void passage(Path folder) throws IOException {
        folder(folder, "rwx--x--x");
    }

    private static void folder(Path folder, String permissions) throws IOException {
        if (Files.isDirectory(folder) && !Files.isWritable(folder)) {
            throw new IOException("the folder is not writable");
        }
        Files.createDirectories(folder);
        if (posix(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Replaces the file by one with this text and a line end; a reader sees the old text or the new one. */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        Files.move(temporary(folder, text), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A new file of mode 600 from its first moment. */
    static Path temporary(Path folder, String text) throws IOException {
        Path file = posix(folder)
                ? Files.createTempFile(
                        folder,
                        ".",
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, ".", ".new");
        Files.writeString(file, text + System.lineSeparator(), StandardCharsets.UTF_8);
        return file;
    }

    private static boolean posix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
