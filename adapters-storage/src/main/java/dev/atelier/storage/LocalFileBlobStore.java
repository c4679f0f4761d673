package dev.atelier.storage;

import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Files below a folder, one an object, at the path that is its key; the media type lies beside it in {@code {key}.type}.
 *
 * <p>A file appears whole or not at all: it is written under another name, forced to disk and renamed. One server process
 * per folder.
 */
final class LocalFileBlobStore implements BlobStore {
    private static final String TYPE_SUFFIX = ".type";
    private static final Duration LEFTOVER_AFTER = Duration.ofDays(1);
    private static final int STRIPES = 64;

    private final Path folder;
    private final Path unfinished;
    private final LocalBlobLinks links;
    private final Object[] stripes = new Object[STRIPES];

    LocalFileBlobStore(Path folder, LocalBlobLinks links, Clock clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.unfinished = this.folder.resolve(".unfinished");
        this.links = links;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
        try {
            Files.createDirectories(unfinished);
            removeLeftovers(clock.instant().minus(LEFTOVER_AFTER));
        } catch (IOException e) {
            throw new StorageFailure("the storage folder cannot be used", e);
        }
    }

    @Override
    public BlobInfo put(BlobKey key, String contentType, long sizeBytes, InputStream content) {
        Path data = temporary();
        Path type = temporary();
        try {
            write(data, out -> ExactBody.copy(content, out, sizeBytes));
            write(type, out -> out.write(contentType.getBytes(StandardCharsets.UTF_8)));
            Path directory = Files.createDirectories(directory(key));
            // The two files of one object change together; the type goes first, so no object is ever without one.
            synchronized (stripe(key)) {
                Files.move(type, typePath(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.move(data, path(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            force(directory);
            return new BlobInfo(key, contentType, sizeBytes);
        } catch (ExactBody.WrongLength e) {
            throw new StorageFailure("could not put " + key + ": " + e.getMessage(), e);
        } catch (IOException e) {
            // What a foreign stream says may hold an address, so it is not passed on.
            throw new StorageFailure(
                    "could not put " + key + ": " + e.getClass().getSimpleName());
        } finally {
            discard(data);
            discard(type);
        }
    }

    @Override
    public Optional<InputStream> open(BlobKey key) {
        try {
            return Optional.of(Files.newInputStream(path(key)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageFailure("could not open " + key, e);
        }
    }

    @Override
    public Optional<BlobInfo> info(BlobKey key) {
        try {
            synchronized (stripe(key)) {
                long size = Files.size(path(key));
                return Optional.of(new BlobInfo(key, Files.readString(typePath(key)), size));
            }
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageFailure("could not look up " + key, e);
        }
    }

    @Override
    public void delete(BlobKey key) {
        try {
            synchronized (stripe(key)) {
                Files.deleteIfExists(path(key));
                Files.deleteIfExists(typePath(key));
            }
        } catch (IOException e) {
            throw new StorageFailure("could not delete " + key, e);
        }
    }

    @Override
    public URI signedGet(BlobKey key, Duration validFor) {
        return links.get(key, Links.requireValid(validFor, Links.LONGEST_GET));
    }

    @Override
    public SignedUpload signedPut(BlobKey key, String contentType, long sizeBytes, Duration validFor) {
        return links.put(key, contentType, sizeBytes, Links.requireValid(validFor, Links.LONGEST_PUT));
    }

    @Override
    public boolean reachableByVendors() {
        return links.reachableByVendors();
    }

    @Override
    public void check() {
        Path probe = temporary();
        try {
            write(probe, out -> out.write(1));
        } catch (IOException e) {
            throw new StorageFailure("the storage folder cannot be written", e);
        } finally {
            discard(probe);
        }
    }

    private Path path(BlobKey key) {
        return folder.resolve(key.value());
    }

    private Path directory(BlobKey key) {
        return folder.resolve(key.value().substring(0, key.value().lastIndexOf('/')));
    }

    private Path typePath(BlobKey key) {
        return folder.resolve(key.value() + TYPE_SUFFIX);
    }

    private Path temporary() {
        return unfinished.resolve(UUID.randomUUID().toString());
    }

    private Object stripe(BlobKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void write(Path file, Writing writing) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writing.to(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /** Makes the renames last; a system that cannot open folders (Windows) keeps them by itself. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOffered) {
            return;
        }
    }

    /** A leftover costs space and no more; the next start looks again. */
    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException later) {
            return;
        }
    }

    /** What a crash left behind. A day is longer than any put takes. */
    private void removeLeftovers(Instant olderThan) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(olderThan)) {
                    discard(file);
                }
            }
        }
    }
}
