package dev.atelier.core.account;

import org.jspecify.annotations.Nullable;

/**
 * What an issuer says of a person, after its word was checked.
 *
 * @param issuer the issuer's own name ({@code iss})
 * @param subject the issuer's lasting id of the person ({@code sub})
 * @param email null if the issuer names none
 * @param emailVerified true if the issuer has made sure that the address is this person's
 * @param displayName what to call a person who is new here, 1 to 120 characters
 */
public record IssuedPerson(
        String issuer, String subject, @Nullable Email email, boolean emailVerified, String displayName) {
    /** Leaves everything out that is about the person. */
    @Override
    public String toString() {
        return "IssuedPerson[" + issuer + "]";
    }
}
