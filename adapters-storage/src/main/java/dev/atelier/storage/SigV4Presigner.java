package dev.atelier.storage;

import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs S3 URLs by AWS Signature Version 4 in the query.
 *
 * <p>The MinIO client signs the host alone; an upload must be held to its type and length, too. Rules and test values:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html, read 2026-11-20. Thread-safe.
 */
final class SigV4Presigner {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final String region;
    private final String accessKey;
    private final Secret secretKey;

    SigV4Presigner(String region, String accessKey, Secret secretKey) {
        this.region = region;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * @param object scheme, host, port and path, without a query
     * @param headers that the request must carry as they stand; names in lower case, without the host
     */
    URI presign(String method, URI object, Map<String, String> headers, Duration validFor, Instant now) {
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", host(object));
        String names = String.join(";", signed.keySet());
        String time = TIME.format(now);
        String scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";

        SortedMap<String, String> query = new TreeMap<>();
        query.put("X-Amz-Algorithm", ALGORITHM);
        query.put("X-Amz-Credential", accessKey + "/" + scope);
        query.put("X-Amz-Date", time);
        query.put("X-Amz-Expires", Long.toString(validFor.toSeconds()));
        query.put("X-Amz-SignedHeaders", names);
        String canonicalQuery = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        String canonicalHeaders = signed.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue().strip() + "\n")
                .collect(Collectors.joining());

        String request = String.join(
                "\n", method, object.getRawPath(), canonicalQuery, canonicalHeaders, names, "UNSIGNED-PAYLOAD");
        String toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(request)));
        String signature = hex(hmac(signingKey(time.substring(0, 8)), toSign));
        return URI.create(object + "?" + canonicalQuery + "&X-Amz-Signature=" + signature);
    }

    /** As HTTP clients send it: the port only if it is not the scheme's own. */
    private static String host(URI object) {
        int own = "https".equalsIgnoreCase(object.getScheme()) ? 443 : 80;
        return object.getPort() == -1 || object.getPort() == own
                ? object.getHost()
                : object.getHost() + ":" + object.getPort();
    }

    private byte[] signingKey(String day) {
        byte[] key = hmac(("AWS4" + secretKey.reveal()).getBytes(StandardCharsets.UTF_8), day);
        return hmac(hmac(hmac(key, region), "s3"), "aws4_request");
    }

    /** RFC 3986: everything but letters, digits and {@code -._~}. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
