package dev.atelier.core.token;

import dev.atelier.core.secret.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an access token: {@code atl_}, 256 random bits as 43 base-62 digits, and a CRC-32 of those as 6 more. The prefix and
 * the sum let a scanner of source code find one without asking us, and us tell a mistyped one without asking the database.
 */
public final class TokenText {
    public static final String PREFIX = "atl_";

    /** For scanners; what it finds is a token only if {@link #wellFormed} says so, too. */
    public static final Pattern PATTERN = Pattern.compile("\\batl_[0-9A-Za-z]{49}\\b");

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int BITS = 256;
    private static final int RANDOM_DIGITS = 43;
    private static final int SUM_DIGITS = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM_DIGITS + SUM_DIGITS;

    private TokenText() {}

    /** A new one that nobody has seen. */
    public static Secret make(SecureRandom random) {
        String digits = digits(new BigInteger(BITS, random), RANDOM_DIGITS);
        return Secret.of(PREFIX + digits + sum(digits));
    }

    /** True if the text can be a token: its form and its sum are right. */
    public static boolean wellFormed(String text) {
        if (text.length() != LENGTH || !PATTERN.matcher(text).matches()) {
            return false;
        }
        int end = PREFIX.length() + RANDOM_DIGITS;
        return text.substring(end).equals(sum(text.substring(PREFIX.length(), end)));
    }

    private static String sum(String digits) {
        CRC32 crc = new CRC32();
        crc.update(digits.getBytes(StandardCharsets.US_ASCII));
        return digits(BigInteger.valueOf(crc.getValue()), SUM_DIGITS);
    }

    private static String digits(BigInteger number, int count) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        for (int i = 0; i < count; i++) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
