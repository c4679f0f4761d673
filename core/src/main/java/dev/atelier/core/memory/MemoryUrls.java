package dev.atelier.core.memory;

import dev.atelier.core.blob.BlobKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs {@code memory:} URLs by HMAC-SHA-256 under a key that nobody else has. Thread-safe. */
final class MemoryUrls {
    private static final Pattern FORM =
            Pattern.compile("memory:///([^?]{1,200})\\?expires=([0-9]{1,15})&signature=([0-9a-f]{64})");

    private final SecretKeySpec secret;

    MemoryUrls() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.secret = new SecretKeySpec(random, "HmacSHA256");
    }

    URI sign(String method, BlobKey key, String contentType, long sizeBytes, Instant expiresAt) {
        long expires = expiresAt.toEpochMilli();
        return URI.create("memory:///" + key + "?expires=" + expires + "&signature="
                + HexFormat.of().formatHex(mac(method, key, contentType, sizeBytes, expires)));
    }

    /** The object that the URL is for, if it is good for this and has not expired. */
    Optional<BlobKey> verify(String method, URI url, String contentType, long sizeBytes, Instant now) {
        Matcher matcher = FORM.matcher(url.toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long expires = Long.parseLong(matcher.group(2));
        BlobKey key;
        try {
            key = new BlobKey(matcher.group(1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] given = HexFormat.of().parseHex(matcher.group(3));
        boolean good = MessageDigest.isEqual(given, mac(method, key, contentType, sizeBytes, expires));
        return good && now.toEpochMilli() < expires ? Optional.of(key) : Optional.empty();
    }

    private byte[] mac(String method, BlobKey key, String contentType, long sizeBytes, long expires) {
        String text = String.join("\n", method, key.value(), contentType, sizeBytes + "", expires + "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
