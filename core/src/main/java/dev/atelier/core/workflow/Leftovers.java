package dev.atelier.core.workflow;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The temporary files that processes leave behind which were killed while they took a picture in. Thread-safe. */
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
    /** Results being fetched, uploads, forms and pictures inside of a request. */
    private static final String OURS = "atelier-{result,upload,form,inline}-*.tmp";

    private Leftovers() {}

    /**
     * Deletes those that were last written to before this moment; younger ones may be in use, by this process or by another.
     *
     * @param folder the folder for temporary files
     * @return how many were deleted
     */
    static int forget(Path folder, Instant before) {
        int deleted = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, OURS)) {
            for (Path file : files) {
                deleted += forgetOne(file, before) ? 1 : 0;
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.WARNING, "the folder for temporary files could not be read", e);
        }
        return deleted;
    }

    private static boolean forgetOne(Path file, Instant before) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before) && Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            // Another process was faster, or another user owns it.
            return false;
        }
    }
}
