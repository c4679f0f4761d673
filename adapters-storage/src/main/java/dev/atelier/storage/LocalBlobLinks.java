package dev.atelier.storage;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies links to the local store: {@code publicBase/files/{key}?exp={epoch second}&sig={HMAC-SHA-256}}.
 *
 * <p>The signature covers method, key and end of validity, for an upload also its type and length. Thread-safe.
 */
public final class LocalBlobLinks {
    /** The route, seen from the public base. */
    public static final String PATH = "/files/";

    private static final int SHORTEST_KEY = 32;
    private static final Pattern QUERY = Pattern.compile("exp=([0-9]{1,12})&sig=([A-Za-z0-9_-]{43})");

    private final URI publicBase;
    private final SecretKeySpec signingKey;
    private final Clock clock;

    /**
     * @param publicBase as given to {@link BlobStores#local}
     * @param signingKey at least 32 bytes
     */
    public LocalBlobLinks(URI publicBase, Secret signingKey, Clock clock) {
        byte[] key = signingKey.reveal().getBytes(StandardCharsets.UTF_8);
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "signing key has " + key.length + " bytes, wanted " + SHORTEST_KEY + " or more");
        }
        this.publicBase = Links.requireBase("publicBase", publicBase);
        this.signingKey = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
    }

    /** What a link is worth. */
    public enum Verdict {
        OK,
        /** Made by us, but its time is over. */
        EXPIRED,
        /** Not made by us, or not for this method, key, type or length. */
        FORGED
    }

    /**
     * A verified link.
     *
     * @param key to be used only if the verdict is {@link Verdict#OK}
     */
    public record Verified(Verdict verdict, BlobKey key) {}

    /**
     * Judges a request to read.
     *
     * @param path of the request as it came, whatever prefix stands before {@link #PATH}
     * @param query of the request as it came, without the question mark
     * @return empty if the path names no object of the store
     */
    public Optional<Verified> verifyGet(String path, @Nullable String query) {
        return keyIn(path).map(key -> verify(key, query, "GET", ""));
    }

    /**
     * Judges a request to write. The caller must take no more bytes than {@code contentLength}; the store checks.
     *
     * @param contentType header of the request, null if there is none
     * @param contentLength header of the request, negative if there is none
     * @return empty if the path names no object of the store
     */
    public Optional<Verified> verifyPut(
            String path, @Nullable String query, @Nullable String contentType, long contentLength) {
        return keyIn(path).map(key -> verify(key, query, "PUT", upload(contentType, contentLength)));
    }

    URI get(BlobKey key, Duration validFor) {
        return link(key, clock.instant().plus(validFor), "GET", "");
    }

    SignedUpload put(BlobKey key, String contentType, long sizeBytes, Duration validFor) {
        Instant end = clock.instant().plus(validFor);
        URI url = link(key, end, "PUT", upload(contentType, sizeBytes));
        return new SignedUpload(url, "PUT", Map.of("content-type", contentType), end);
    }

    /** Plain http or a private address is of no use to a vendor. */
    boolean reachableByVendors() {
        return "https".equalsIgnoreCase(publicBase.getScheme()) && Links.isPublic(publicBase);
    }

    private static String upload(@Nullable String contentType, long sizeBytes) {
        return sizeBytes + "\n" + (contentType == null ? "" : contentType);
    }

    private URI link(BlobKey key, Instant end, String method, String details) {
        long exp = end.getEpochSecond();
        String signature = sign(method, key, exp, details);
        return URI.create(publicBase + PATH + key + "?exp=" + exp + "&sig=" + signature);
    }

    private static Optional<BlobKey> keyIn(String path) {
        int at = path.lastIndexOf(PATH);
        if (at < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BlobKey(path.substring(at + PATH.length())));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    private Verified verify(BlobKey key, @Nullable String query, String method, String details) {
        Matcher parts = QUERY.matcher(query == null ? "" : query);
        if (!parts.matches()) {
            return new Verified(Verdict.FORGED, key);
        }
        long exp = Long.parseLong(parts.group(1));
        byte[] given = parts.group(2).getBytes(StandardCharsets.US_ASCII);
        byte[] right = sign(method, key, exp, details).getBytes(StandardCharsets.US_ASCII);
        // isEqual takes the same time wherever the first difference is. Text is compared, not bytes: a decoder ignores
        // the last two bits, and one signature would have four spellings.
        if (!MessageDigest.isEqual(given, right)) {
            return new Verified(Verdict.FORGED, key);
        }
        boolean over = clock.instant().getEpochSecond() >= exp;
        return new Verified(over ? Verdict.EXPIRED : Verdict.OK, key);
    }

    private String sign(String method, BlobKey key, long exp, String details) {
        // The free text comes last, so no two requests share one text to sign.
        String text = String.join("\n", "atelier blob link 1", method, key.value(), Long.toString(exp), details);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signingKey);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
