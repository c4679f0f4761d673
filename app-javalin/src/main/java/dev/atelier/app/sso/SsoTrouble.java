package dev.atelier.app.sso;

import dev.atelier.core.account.IssuerRefusal;
import java.util.Locale;

/** Why a sign-in at an issuer came to nothing: the {@code trouble} that the sign-in page is opened with. */
enum SsoTrouble {
    UNKNOWN_ISSUER,
    ISSUER_UNREACHABLE,
    /** The person said no at the issuer. */
    CANCELLED,
    /** The issuer said no. */
    ISSUER_REFUSED,
    /** Begun too long ago, in another browser, or finished already. */
    STALE,
    /** The issuer's answer or token does not hold. */
    BAD_ANSWER,
    NO_EMAIL,
    EMAIL_NOT_VERIFIED,
    EMAIL_DOMAIN,
    NOT_LINKED,
    NOT_INVITED,
    DISABLED,
    NO_MEMBERSHIP;

    static SsoTrouble of(IssuerRefusal why) {
        return switch (why) {
            case NO_EMAIL -> NO_EMAIL;
            case EMAIL_NOT_VERIFIED -> EMAIL_NOT_VERIFIED;
            case EMAIL_DOMAIN -> EMAIL_DOMAIN;
            case NOT_LINKED -> NOT_LINKED;
            case NOT_INVITED -> NOT_INVITED;
            case DISABLED -> DISABLED;
            case NO_MEMBERSHIP -> NO_MEMBERSHIP;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
