package dev.atelier.app.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a group of routes is about. An access token names what it may do as {@code <area>:read} and {@code <area>:write}; what is
 * not grantable, no token can do, whoever made it.
 */
public enum Area {
    /** Routes that ask for no sign-in; a route behind a role cannot be here. */
    OPEN(""),
    /** The person, his sessions, his tokens, the members of the org: a token that reaches these could make itself more. */
    ACCOUNT(""),
    /** Who asks. Whoever is let in may look at it, with whatever scopes: it is how a program finds out that its token works. */
    SELF(""),
    GENERATIONS("generations and their events"),
    IMAGES("pictures, their marks and exports"),
    UPLOADS("pictures that people bring"),
    MODELS("models and prices"),
    CREDITS("credits and the ledger"),
    ANALYTICS("sums and charts"),
    PROVIDERS("providers and their order"),
    OPERATIONS("jobs, callbacks and diagnostics"),
    WEBHOOKS("webhook endpoints and deliveries"),
    AUDIT("the audit log");

    private final String title;

    Area(String title) {
        this.title = title;
    }

    /** The word in scopes and addresses, such as {@code generations}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it covers, in words for people; blank if it cannot be granted. */
    public String title() {
        return title;
    }

    /** True if an access token may be given a scope of it. */
    public boolean grantable() {
        return !title.isEmpty();
    }

    /** Those that an access token may be given, in the order people read them. */
    public static List<Area> allGrantable() {
        return Arrays.stream(values()).filter(Area::grantable).toList();
    }
}
