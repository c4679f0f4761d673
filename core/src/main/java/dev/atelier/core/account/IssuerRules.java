package dev.atelier.core.account;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom an issuer may bring in.
 *
 * @param domains the part behind the at sign that addresses must have, in lower case; empty takes every address
 * @param linkByEmail true if a verified address is enough to become the person who has it here already
 * @param signUp what people become who are new here and not invited; null lets none of them in. Never {@link Role#OWNER}
 * @param emailNeeded false lets new people in of whom the issuer names no address, such as programs
 */
public record IssuerRules(
        Set<String> domains, boolean linkByEmail, @Nullable Role signUp, boolean emailNeeded) {
    public IssuerRules {
        domains =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (signUp == Role.OWNER) {
            throw new IllegalArgumentException("nobody becomes an owner by signing in");
        }
    }

    /** The same rules for bearers of tokens, which seldom name an address. */
    public IssuerRules withoutEmail() {
        return new IssuerRules(domains, linkByEmail, signUp, false);
    }

    boolean admits(@Nullable Email email, boolean verified) {
        if (domains.isEmpty()) {
            return true;
        }
        return email != null
                && verified
                && domains.contains(email.value().substring(email.value().lastIndexOf('@') + 1));
    }
}
