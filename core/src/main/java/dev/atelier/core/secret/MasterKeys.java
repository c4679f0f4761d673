package dev.atelier.core.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that wrap data keys, the current one first. Each is 32 random bytes; a passphrase is refused, since it could be
 * guessed from one leaked row.
 *
 * <p>Written {@code id:key,id:key} or as one bare key, a key as 64 hex digits or as base64. Ids are 1 to 32 letters, digits,
 * dashes and underscores; a bare key is named by the start of its hash. To rotate, put a new key in front, rewrap all, then
 * drop the old one. Immutable.
 */
public final class MasterKeys {
    private static final int KEY_BYTES = 32;
    private static final int FEWEST_DISTINCT = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    private final Map<String, SecretKey> keys;
    private final String current;

    private MasterKeys(Map<String, SecretKey> keys) {
        this.keys = keys;
        this.current = keys.keySet().iterator().next();
    }

    /** @throws IllegalArgumentException if a key is not 32 random bytes or an id is there twice; no key is in the message */
    public static MasterKeys parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String entry : entries(text)) {
            int colon = entry.indexOf(':');
            byte[] key = decode(entry.substring(colon + 1).strip());
            String id = colon < 0 ? nameOf(key) : entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "a master key's id is 1 to 32 letters, digits, dashes and underscores");
            }
            if (keys.put(id, new SecretKeySpec(key, "AES")) != null) {
                throw new IllegalArgumentException("two master keys are named " + id);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a master key is needed: 32 random bytes as 64 hex digits or base64");
        }
        return new MasterKeys(keys);
    }

    /** The id of the key that new secrets are sealed with. */
    public String currentId() {
        return current;
    }

    /** All ids, the current one first. */
    public List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        for (String entry : text.split(",")) {
            if (!entry.isBlank()) {
                entries.add(entry.strip());
            }
        }
        return entries;
    }

    private static byte[] decode(String text) {
        byte[] key = new byte[0];
        if (HEX.matcher(text).matches()) {
            key = HexFormat.of().parseHex(text);
        } else {
            try {
                key = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException e) {
                // Refused below, without the text in the message.
            }
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a master key is 32 random bytes as 64 hex digits or base64; passphrases are refused");
        }
        // 32 random bytes have about 30 distinct values; fewer than ten come from a keyboard.
        if (distinct(key) < FEWEST_DISTINCT) {
            throw new IllegalArgumentException("this master key is not random");
        }
        return key;
    }

    private static long distinct(byte[] key) {
        boolean[] seen = new boolean[256];
        long count = 0;
        for (byte value : key) {
            if (!seen[value & 0xFF]) {
                seen[value & 0xFF] = true;
                count++;
            }
        }
        return count;
    }

    private static String nameOf(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return "k" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKeys" + ids();
    }
}
