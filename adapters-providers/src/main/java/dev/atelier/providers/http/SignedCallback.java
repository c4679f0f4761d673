package dev.atelier.providers.http;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Callbacks with a time in one header, and in another the HMAC-SHA256 of {@code time.body} in hex: what many vendors send. */
public final class SignedCallback {
    private static final long TOLERANCE_SECONDS = 300;

    private SignedCallback() {}

    /**
     * True if the signature is good and its time, in seconds, not more than five minutes away.
     *
     * @param timeHeader lower-case, as all names of headers here
     */
    public static boolean isGood(RawCallback callback, Secret secret, String timeHeader, String signatureHeader) {
        String time = callback.header(timeHeader).orElse("");
        String signature = callback.header(signatureHeader).orElse("");
        if (!time.matches("\\d{1,12}")) {
            return false;
        }
        byte[] expected = sign(secret, time, callback.body()).getBytes(StandardCharsets.UTF_8);
        // The comparison comes first, so that its time does not depend on the other check.
        boolean same = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        return same && Math.abs(callback.receivedAt().getEpochSecond() - Long.parseLong(time)) <= TOLERANCE_SECONDS;
    }

    /** The signature over the body as it comes, never over JSON that was parsed and written again. */
    public static String sign(Secret secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
