package dev.atelier.core.account;

/** Why a person whom an issuer named is not let in. */
public enum IssuerRefusal {
    NO_EMAIL("The issuer names no e-mail address for you."),
    EMAIL_NOT_VERIFIED("The issuer has not verified your e-mail address."),
    EMAIL_DOMAIN("Addresses of your domain are not let in."),
    /** Somebody has the address here already, and addresses alone link nobody. */
    NOT_LINKED("Your e-mail address belongs to a person here who does not sign in this way."),
    /** New here, and neither invited nor let in unasked. */
    NOT_INVITED("You are not invited yet; ask an admin."),
    DISABLED("You were shut out."),
    /** Known here, but a member of no org any more. */
    NO_MEMBERSHIP("You are no member any more; ask an admin for an invite.");

    private final String sentence;

    IssuerRefusal(String sentence) {
        this.sentence = sentence;
    }

    /** One sentence for the person. */
    public String sentence() {
        return sentence;
    }
}
