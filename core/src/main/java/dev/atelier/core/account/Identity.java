package dev.atelier.core.account;

import java.time.Instant;

/**
 * A person as an issuer knows him. Of each issuer's subjects there is one at most.
 *
 * @param issuer the issuer's name as its tokens have it ({@code iss}), 1 to 512 characters
 * @param subject the issuer's own, lasting id of the person ({@code sub}), 1 to 255 characters
 */
public record Identity(String issuer, String subject, UserId user, Instant createdAt) {
    public Identity {
        if (issuer.isEmpty() || issuer.length() > 512) {
            throw new IllegalArgumentException("the issuer has " + issuer.length() + " characters, wanted 1 to 512");
        }
        if (subject.isEmpty() || subject.length() > 255) {
            throw new IllegalArgumentException("the subject has " + subject.length() + " characters, wanted 1 to 255");
        }
    }

    /** Leaves the subject out, which may be an address. */
    @Override
    public String toString() {
        return "Identity[" + issuer + ", " + user + "]";
    }
}
