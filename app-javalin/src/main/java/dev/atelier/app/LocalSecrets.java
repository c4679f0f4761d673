package dev.atelier.app;

import dev.atelier.core.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Secrets of this machine that nobody gave us, which is the master key: made once from 32 random bytes and kept in a folder that only its
 * owner may read. Two processes that ask for a new one at the same moment get the same. Thread-safe.
 */
final class LocalSecrets {
    private static final int BYTES = 32;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();
    private final List<String> known = new CopyOnWriteArrayList<>();

    LocalSecrets(Path folder) {
        this.folder = folder;
    }

    /** The secret of this name, 64 hex digits. */
    Secret hex(String name) {
        try {
            PrivateFiles.folder(folder);
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                make(file);
            }
            Secret secret = read(file);
            known.add(secret.reveal());
            return secret;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The secret of this name if its file is there; makes none. */
    Optional<Secret> existing(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private UncheckedIOException unusable(IOException cause) {
        return new UncheckedIOException("the secrets in " + folder + " cannot be read or written", cause);
    }

    private static Secret read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9a-fA-F]{" + 2 * BYTES + "}")) {
            throw new ConfigProblem(List.of("The secret in " + file
                    + " is not the 64 hex digits that were written there; put the file back from a backup."));
        }
        return Secret.of(text);
    }

    /** Every value handed out so far, for the log's blacking. */
    List<String> texts() {
        return List.copyOf(known);
    }

    // Linked into place whole and only if the name is free: whoever comes second reads what the first one wrote.
    private void make(Path file) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        Path unfinished = PrivateFiles.temporary(folder, HexFormat.of().formatHex(bytes));
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // The other one's is as good.
        } catch (UnsupportedOperationException e) {
            Files.move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
