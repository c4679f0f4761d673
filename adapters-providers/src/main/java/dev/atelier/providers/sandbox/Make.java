package dev.atelier.providers.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What kind of file a task is to become.
 *
 * @param seconds how long a film lasts; 0 for other kinds
 * @param voice who speaks; null for other kinds
 */
record Make(Kind kind, int seconds, @Nullable String voice) {
    static final Make PICTURE = new Make(Kind.PICTURE, 0, null);

    enum Kind {
        PICTURE,
        FILM,
        VOICE
    }

    static Make film(int seconds) {
        return new Make(Kind.FILM, seconds, null);
    }

    static Make voice(String name) {
        return new Make(Kind.VOICE, 0, name);
    }
}
