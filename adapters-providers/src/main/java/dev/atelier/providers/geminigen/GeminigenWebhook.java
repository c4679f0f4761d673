package dev.atelier.providers.geminigen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads Geminigen's webhook: an event in JSON, and in {@code x-signature} an RSA signature over the MD5 of the body. It holds no time, so
 * an old one cannot be told from a new one, and bodies of equal MD5 can be made. So it is a doorbell, and never tells an outcome.
 */
final class GeminigenWebhook {
    private final @Nullable Secret publicKey;

    /** @param publicKey in PEM, as the vendor's dashboard shows it; null where nobody has typed it in */
    GeminigenWebhook(@Nullable Secret publicKey) {
        this.publicKey = publicKey;
    }

    CallbackSignal read(RawCallback callback) {
        JsonNode body = Json.read(callback.body());
        // Whether the outer id is the job's or the event's is not known; the inner one is the job's.
        VendorTaskId task = GeminigenJob.id(body.path("data")).orElse(null);
        if (publicKey == null) {
            return new CallbackSignal(Trust.UNSIGNED, task, null);
        }
        return task != null && signed(callback, publicKey)
                ? new CallbackSignal(Trust.DOORBELL_SIGNED, task, null)
                : CallbackSignal.refused();
    }

    private static boolean signed(RawCallback callback, Secret pem) {
        try {
            byte[] signature = HexFormat.of()
                    .parseHex(callback.header("x-signature").orElse("").strip());
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key(pem));
            rsa.update(MessageDigest.getInstance("MD5").digest(callback.body()));
            return rsa.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey key(Secret pem) throws GeneralSecurityException {
        String base64 = pem.reveal().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
