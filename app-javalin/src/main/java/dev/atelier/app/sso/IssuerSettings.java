package dev.atelier.app.sso;

import dev.atelier.core.account.IssuerRules;
import dev.atelier.core.account.Role;
import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One OpenID Connect issuer, as the operator has named it.
 *
 * @param id the word that stands for it in addresses and sessions: lower-case letters, digits and dashes, 1 to 32
 * @param name what the button says
 * @param url where its discovery document lies, before {@code /.well-known/openid-configuration}; no slash at the end
 * @param clientId null if nobody signs in there and only its bearer tokens are taken
 * @param clientSecret null for a client that proves itself by PKCE alone
 * @param audience what its bearer tokens must be for; null takes none. Not the client id, which is the audience of ID tokens
 * @param domains of e-mail addresses that are let in; empty for all
 * @param role what people become who join unasked
 * @param linkByEmail true if a verified address is enough to become the person who has it here
 * @param trustEmail true if its addresses count as verified though it does not say so
 */
public record IssuerSettings(
        String id,
        String name,
        URI url,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        @Nullable String audience,
        Set<String> domains,
        Role role,
        boolean linkByEmail,
        boolean trustEmail) {
    /** What an id looks like. */
    public static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public IssuerSettings {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no id of an issuer: " + id);
        }
        if (audience != null && audience.equals(clientId)) {
            throw new IllegalArgumentException("the audience of " + id + " is its client id; ID tokens would pass");
        }
        domains = Set.copyOf(domains);
    }

    IssuerRules rules(boolean signUp) {
        return new IssuerRules(domains, linkByEmail, signUp ? role : null, true);
    }
}
