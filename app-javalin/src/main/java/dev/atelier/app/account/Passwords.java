package dev.atelier.app.account;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and compares passwords: {@code v1$p1$<bcrypt of base64 of HMAC-SHA-384 of the NFKC form>}. The HMAC makes 64 characters of any
 * length, so that bcrypt's limit of 72 bytes is never met.
 *
 * <p>Thread-safe. Two hashes run at a time, twenty wait, the rest are turned away with 503: each costs 0.2 s of a core.
 */
public final class Passwords {
    static final int SHORTEST = 15;
    static final int LONGEST = 256;
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 20;
    private static final String PREFIX = "v1$p1$";

    private final byte[] pepper;
    private final int cost;
    private final String dummy;
    private final Semaphore running = new Semaphore(AT_ONCE, true);
    private final Semaphore admitted = new Semaphore(AT_ONCE + MOST_WAITING);

    public Passwords(SessionSettings settings) {
        this.pepper = settings.pepper();
        this.cost = settings.bcryptCost();
        byte[] nobody = new byte[32];
        new SecureRandom().nextBytes(nobody);
        this.dummy = hash(Base64.getEncoder().encodeToString(nobody));
    }

    /** The text to store. */
    public String hash(String password) {
        return bounded(() -> PREFIX + BCrypt.withDefaults().hashToString(cost, prepared(password)));
    }

    /**
     * Compares. Always runs exactly one bcrypt, for a missing or foreign hash against a dummy, so that the time says nothing.
     *
     * @param stored null where there is no such person or he may not sign in
     */
    public boolean matches(String password, @Nullable String stored) {
        boolean known = stored != null && stored.startsWith(PREFIX);
        String against = stored != null && known ? stored : dummy;
        boolean equal = bounded(() -> BCrypt.verifyer()
                .verify(prepared(password), against.substring(PREFIX.length()).toCharArray())
                .verified);
        return equal && known;
    }

    /** True if the hash was made with another cost than the one in force. */
    boolean outdated(String stored) {
        return !stored.startsWith(PREFIX + "$2a$" + String.format(Locale.ROOT, "%02d", cost) + "$");
    }

    /** @throws Problem 400 if a new password is too short, too long or too plain */
    static void checkNew(String pointer, String password, String email) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw Problem.malformed(
                    pointer, length < SHORTEST ? "too_small" : "too_large", "A password has 15 to 256 characters.");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        boolean plain = password.codePoints().distinct().count() < 5
                || lower.contains(email.toLowerCase(Locale.ROOT))
                || lower.replaceAll("[^a-z]", "").matches("(password|passwort|atelier|letmein|welcome|qwerty(uiop)?)+");
        if (plain) {
            throw Problem.malformed(pointer, "too_plain", "This password is easy to guess.");
        }
    }

    private char[] prepared(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA384");
            mac.init(new SecretKeySpec(pepper, "HmacSHA384"));
            byte[] normal = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(mac.doFinal(normal)).toCharArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-384", e);
        }
    }

    private <T> T bounded(java.util.function.Supplier<T> work) {
        if (!admitted.tryAcquire()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "Too many people sign in at this moment.")
                    .retryAfter(Duration.ofSeconds(3));
        }
        try {
            running.acquireUninterruptibly();
            try {
                return work.get();
            } finally {
                running.release();
            }
        } finally {
            admitted.release();
        }
    }
}
