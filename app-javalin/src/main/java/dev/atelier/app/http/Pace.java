package dev.atelier.app.http;

import java.util.Locale;

/** What a request costs us, and so which budget it draws on. Every route has one, see {@link RouteOptions#at}. */
public enum Pace {
    /** Not counted: health, metrics, the studio's own files, what a signed link opens. */
    FREE,
    /** The default of {@code GET}, and of what changes nothing. */
    READS,
    /** The default of everything else. */
    WRITES,
    /** Writes that may cost money at a vendor. */
    GENERATIONS,
    /** Bytes of pictures. */
    UPLOADS,
    /** Vendors that ring, by address. */
    CALLBACKS,
    /** Questions to vendors whether they take a key: nobody tries keys out through us. */
    KEY_TESTS,
    /** Tries of passwords, invites and links: the route itself counts them, since a right one is given back. */
    SIGN_IN;

    /** The word in headers, such as {@code writes}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
