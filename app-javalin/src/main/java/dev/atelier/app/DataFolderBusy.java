package dev.atelier.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process, most often a running server, uses the embedded database of this data folder. */
public final class DataFolderBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataFolderBusy(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }

    /** True if somebody else holds the lock on this file at the moment. */
    static boolean isLocked(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
