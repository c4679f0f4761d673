package dev.atelier.app.sso;

import dev.atelier.core.account.Email;
import dev.atelier.core.account.IssuedPerson;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads who a person is from an issuer's claims, which may be of any type. */
final class Claims {
    private static final int LONGEST_NAME = 120;

    private Claims() {}

    static IssuedPerson person(
            String issuer, String subject, Function<String, @Nullable Object> claims, IssuerSettings settings) {
        Email email = email(claims.apply("email"));
        // Some issuers write it as text.
        boolean verified =
                settings.trustEmail() || "true".equalsIgnoreCase(String.valueOf(claims.apply("email_verified")));
        return new IssuedPerson(
                issuer, subject, email, email != null && verified, name(claims.apply("name"), email, subject));
    }

    static @Nullable Email email(@Nullable Object claim) {
        if (!(claim instanceof String text)) {
            return null;
        }
        try {
            return new Email(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What to call somebody: his name, else what stands before the at sign, else his subject. */
    static String name(@Nullable Object claim, @Nullable Email email, String subject) {
        String name = claim instanceof String text ? plain(text) : "";
        if (name.isEmpty() && email != null) {
            name = plain(email.value().substring(0, email.value().indexOf('@')));
        }
        if (name.isEmpty()) {
            name = plain(subject);
        }
        return name.isEmpty() ? "Somebody" : name;
    }

    private static String plain(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Cf}]", " ").strip();
        return clean.length() <= LONGEST_NAME
                ? clean
                : clean.substring(0, LONGEST_NAME).strip();
    }
}
