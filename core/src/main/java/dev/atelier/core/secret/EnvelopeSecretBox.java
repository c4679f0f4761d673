package dev.atelier.core.secret;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals by envelope: a fresh random data key per secret encrypts it, and a master key wraps the data key. AES-256-GCM of the JDK,
 * 96-bit random nonces, 128-bit tags; the context is associated data of both layers.
 *
 * <p>Layout: {@code 0x01, length of master key id, master key id, nonce, wrapped data key (48 bytes), nonce, ciphertext}.
 */
public final class EnvelopeSecretBox implements SecretBox {
    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DATA_KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = DATA_KEY_BYTES + TAG_BITS / 8;

    private final MasterKeys masters;
    private final SecureRandom random = new SecureRandom();

    public EnvelopeSecretBox(MasterKeys masters) {
        this.masters = masters;
    }

    @Override
    public SealedSecret seal(Secret secret, String context) {
        byte[] dataKey = new byte[DATA_KEY_BYTES];
        random.nextBytes(dataKey);
        try {
            byte[] nonce = nonce();
            byte[] text = secret.reveal().getBytes(StandardCharsets.UTF_8);
            byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, new SecretKeySpec(dataKey, "AES"), nonce, text, context);
            return assemble(dataKey, new Inner(nonce, ciphertext), context, secret.lastFour());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot encrypt", e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    @Override
    public Secret open(SealedSecret sealed, String context) {
        Parts parts = parse(sealed);
        byte[] dataKey = unwrap(parts, context);
        try {
            byte[] text = crypt(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(dataKey, "AES"),
                    parts.inner().nonce(),
                    parts.inner().ciphertext(),
                    context);
            Secret secret = Secret.of(new String(text, StandardCharsets.UTF_8));
            // What lies beside the ciphertext is shown to people: it must not lie to them.
            if (!sealed.masterKeyId().equals(parts.masterId())
                    || !sealed.lastFour().equals(secret.lastFour())) {
                throw unreadable();
            }
            return secret;
        } catch (GeneralSecurityException e) {
            throw unreadable();
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    @Override
    public SealedSecret rewrap(SealedSecret sealed, String context) {
        Parts parts = parse(sealed);
        if (parts.masterId().equals(masters.currentId())) {
            return sealed;
        }
        byte[] dataKey = unwrap(parts, context);
        try {
            return assemble(dataKey, parts.inner(), context, sealed.lastFour());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot encrypt", e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private record Inner(byte[] nonce, byte[] ciphertext) {}

    private record Parts(String masterId, byte[] wrapNonce, byte[] wrapped, Inner inner) {}

    private SealedSecret assemble(byte[] dataKey, Inner inner, String context, String lastFour)
            throws GeneralSecurityException {
        byte[] id = masters.currentId().getBytes(StandardCharsets.US_ASCII);
        byte[] wrapNonce = nonce();
        byte[] wrapped = crypt(Cipher.ENCRYPT_MODE, master(masters.currentId()), wrapNonce, dataKey, context);
        byte[] all = ByteBuffer.allocate(2 + id.length + 2 * NONCE_BYTES + WRAPPED_BYTES + inner.ciphertext().length)
                .put(FORMAT)
                .put((byte) id.length)
                .put(id)
                .put(wrapNonce)
                .put(wrapped)
                .put(inner.nonce())
                .put(inner.ciphertext())
                .array();
        return new SealedSecret(Base64.getEncoder().encodeToString(all), masters.currentId(), lastFour);
    }

    private static Parts parse(SealedSecret sealed) {
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(sealed.sealed()));
            if (all.get() != FORMAT) {
                throw unreadable();
            }
            byte[] id = take(all, all.get());
            byte[] wrapNonce = take(all, NONCE_BYTES);
            byte[] wrapped = take(all, WRAPPED_BYTES);
            byte[] nonce = take(all, NONCE_BYTES);
            // The JDK answers a ciphertext without a whole tag by a ProviderException, not by a wrong tag.
            if (all.remaining() <= TAG_BITS / 8) {
                throw unreadable();
            }
            return new Parts(
                    new String(id, StandardCharsets.US_ASCII),
                    wrapNonce,
                    wrapped,
                    new Inner(nonce, take(all, all.remaining())));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw unreadable();
        }
    }

    private static byte[] take(ByteBuffer from, int count) {
        if (count < 0) {
            throw unreadable();
        }
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }

    private byte[] unwrap(Parts parts, String context) {
        try {
            return crypt(Cipher.DECRYPT_MODE, master(parts.masterId()), parts.wrapNonce(), parts.wrapped(), context);
        } catch (GeneralSecurityException e) {
            throw unreadable();
        }
    }

    private SecretKey master(String id) {
        return masters.key(id).orElseThrow(EnvelopeSecretBox::unreadable);
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, byte[] input, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(input);
    }

    // One message for every cause: which layer failed is nobody's business.
    private static SecretUnreadable unreadable() {
        return new SecretUnreadable("the secret does not open with these keys in this place");
    }
}
