package dev.atelier.app;

import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.secret.spi.InstallationSecretRepository;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Secrets that nobody gave us and all servers share: each is made once from 32 random bytes and kept in the database, sealed by the
 * master key. One that an earlier version kept as a file is taken over; afterwards the file is not read any more. Processes that start
 * at the same moment agree on what the database kept. Thread-safe.
 */
final class InstallationSecrets {
    private static final int BYTES = 32;

    private final InstallationSecretRepository kept;
    private final SecretBox box;
    private final LocalSecrets files;
    private final SecureRandom random = new SecureRandom();
    private final List<String> known = new CopyOnWriteArrayList<>();

    /** @param files where earlier versions kept them */
    InstallationSecrets(InstallationSecretRepository kept, SecretBox box, LocalSecrets files) {
        this.kept = kept;
        this.box = box;
        this.files = files;
    }

    /** What a secret is sealed for: its row, so that no row opens in another's place. */
    static String context(String name) {
        return "v1|installation|" + name;
    }

    /** The secret of this name, 64 hex digits. */
    Secret hex(String name) {
        SealedSecret sealed = kept.find(name).orElseGet(() -> {
            Secret first = files.existing(name).orElseGet(this::made);
            return kept.putIfAbsent(name, box.seal(first, context(name)));
        });
        try {
            Secret secret = box.open(sealed, context(name));
            known.add(secret.reveal());
            return secret;
        } catch (SecretBox.SecretUnreadable e) {
            throw new ConfigProblem(
                    List.of(
                            "This installation's secrets are sealed by the master key "
                                    + sealed.masterKeyId() + ", which is not among the ones given: put it into"
                                    + " PROVIDER_KEY_ENCRYPTION_SECRET, behind the current one if that is another; every server needs it."));
        }
    }

    byte[] bytes(String name) {
        return HexFormat.of().parseHex(hex(name).reveal());
    }

    /**
     * Like {@link #bytes}, but for a secret without which what is stored becomes worthless.
     *
     * @param inUse true if something was stored with it before now; it is then not made anew
     * @throws ConfigProblem if it is in use and neither in the database nor in its file
     */
    byte[] bytes(String name, boolean inUse) {
        if (inUse && kept.find(name).isEmpty() && files.existing(name).isEmpty()) {
            throw new ConfigProblem(
                    List.of(
                            "There are people with passwords, but the secret " + name
                                    + " that is mixed into them is missing. Start first the server whose data folder has secrets/"
                                    + name
                                    + ", or put that file back; if it is lost, a new one (openssl rand -hex 32) voids every password."));
        }
        return bytes(name);
    }

    /** Every value handed out so far, for the log's blacking. */
    List<String> texts() {
        return List.copyOf(known);
    }

    private Secret made() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(HexFormat.of().formatHex(bytes));
    }

    /**
     * Wraps every secret with the current master key.
     *
     * @return how many were under another one
     * @throws SecretBox.SecretUnreadable if one does not open with the keys given
     */
    int rewrap() {
        int moved = 0;
        for (String name : kept.names()) {
            SealedSecret before = kept.find(name).orElseThrow();
            SealedSecret after = box.rewrap(before, context(name));
            // Whoever was quicker did the same.
            if (!after.equals(before) && kept.replace(name, before, after)) {
                moved++;
            }
        }
        return moved;
    }
}
