package dev.atelier.core.secret.spi;

import dev.atelier.core.secret.SealedSecret;
import java.util.List;
import java.util.Optional;

/**
 * Secrets that all processes of one installation share, by name, sealed by a master key that lies elsewhere. Thread-safe; joins the
 * caller's transaction.
 */
public interface InstallationSecretRepository {
    Optional<SealedSecret> find(String name);

    /** Keeps the secret if there is none of this name yet, and tells which one is there now: of many callers at once, one wins. */
    SealedSecret putIfAbsent(String name, SealedSecret sealed);

    /** Replaces the secret if it is still the one that was read. */
    boolean replace(String name, SealedSecret before, SealedSecret after);

    /** All names, sorted. */
    List<String> names();
}
