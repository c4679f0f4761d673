package dev.atelier.app.sso;

import java.util.List;

/**
 * Who signs in by whom.
 *
 * @param signUp true if people of the issuers join the oldest org unasked
 * @param gateways addresses or CIDR blocks of gateways that say by a header who asks; empty for none
 */
public record SsoSettings(List<IssuerSettings> issuers, boolean signUp, List<String> gateways) {
    /** Passwords and invites alone. */
    public static final SsoSettings NONE = new SsoSettings(List.of(), false, List.of());

    public SsoSettings {
        issuers = List.copyOf(issuers);
        gateways = List.copyOf(gateways);
    }
}
