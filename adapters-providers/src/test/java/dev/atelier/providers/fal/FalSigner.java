package dev.atelier.providers.fal;

import dev.atelier.core.callback.RawCallback;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Signs callbacks as fal does, with the private half of the key in {@code fal/jwks.json}, which was made up for these tests. */
final class FalSigner {
    private static final byte[] SEED =
            HexFormat.of().parseHex("03ef189d104cb0b90281d09d523ed71d67a5be76f353625343f408ba5ade5479");

    private FalSigner() {}

    static RawCallback sign(String request, byte[] body, Instant now) {
        try {
            String time = String.valueOf(now.getEpochSecond());
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, SEED));
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(
                    String.join("\n", request, "user_example_01", time, hash).getBytes(StandardCharsets.UTF_8));
            return new RawCallback(
                    Map.of(
                            "x-fal-webhook-request-id",
                            request,
                            "x-fal-webhook-user-id",
                            "user_example_01",
                            "x-fal-webhook-timestamp",
                            time,
                            "x-fal-webhook-signature",
                            HexFormat.of().formatHex(signer.sign())),
                    body,
                    now);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
