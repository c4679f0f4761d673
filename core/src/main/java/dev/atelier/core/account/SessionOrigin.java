package dev.atelier.core.account;

import org.jspecify.annotations.Nullable;

/**
 * Where a session came from, for its owner to recognise it by; nothing is decided on it.
 *
 * @param issuer the configured id of the issuer; null unless the method is {@link SignInMethod#SSO}
 * @param userAgent as the browser sent it, without control characters and cut at 256
 * @param address the client's network address as text, cut at 64
 */
public record SessionOrigin(
        SignInMethod method,
        @Nullable String issuer,
        @Nullable String userAgent,
        @Nullable String address) {
    private static final int LONGEST_AGENT = 256;
    private static final int LONGEST_ADDRESS = 64;

    public SessionOrigin {
        if ((method == SignInMethod.SSO) != (issuer != null)) {
            throw new IllegalArgumentException("a session by " + method + " with the issuer " + issuer);
        }
        userAgent = shortened(userAgent, LONGEST_AGENT);
        address = shortened(address, LONGEST_ADDRESS);
    }

    /** One of which nothing else is known. */
    public static SessionOrigin of(SignInMethod method) {
        return new SessionOrigin(method, null, null, null);
    }

    private static @Nullable String shortened(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
        String cut = plain.length() <= longest ? plain : plain.substring(0, longest);
        return cut.isEmpty() ? null : cut;
    }
}
