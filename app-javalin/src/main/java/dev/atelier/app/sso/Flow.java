package dev.atelier.app.sso;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.time.Instant;

/**
 * A sign-in that was begun in one browser and waits for the issuer's answer there.
 *
 * @param next path of the page to open afterwards
 * @param callback the address that the issuer was told to send the browser to
 */
record Flow(
        String issuer, State state, Nonce nonce, CodeVerifier verifier, String next, URI callback, Instant expiresAt) {
    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Flow[" + issuer + "]";
    }
}
