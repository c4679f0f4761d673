package dev.atelier.core.account;

/** By what a person proved himself when a session began. */
public enum SignInMethod {
    PASSWORD,
    /** A {@link SignInLink}. */
    LINK,
    /** A sign-in at an OpenID Connect issuer. */
    SSO,
    /** An invite that was accepted. */
    INVITE
}
