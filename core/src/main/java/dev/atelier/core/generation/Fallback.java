package dev.atelier.core.generation;

import org.jspecify.annotations.Nullable;

/** What happens when the first provider does not take an order. */
public enum Fallback {
    /** The next rung of the chain that can do the same for no more credits is asked. */
    AUTO,
    /** Nobody else is asked. */
    NONE;

    /** What was said, or what goes without saying: whoever names a model wants that one. */
    static boolean auto(@Nullable Fallback said, boolean modelNamed) {
        return said == null ? !modelNamed : said == AUTO;
    }
}
