package dev.atelier.core.key;

/** Why a key was not kept or changed. Nothing was. */
public enum KeyRefusal {
    /** The owner has a key of this name for this adapter already. */
    NAME_TAKEN,
    /** The owner has as many keys as there may be. */
    TOO_MANY,
    /** There is none of this id that the caller may know of. */
    NO_SUCH_KEY,
    /** The key is the org's, and the caller is no admin. */
    ADMINS_ONLY,
    /** Somebody changed it meanwhile. */
    VERSION_CHANGED
}
