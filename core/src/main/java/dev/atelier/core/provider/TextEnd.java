package dev.atelier.core.provider;

/** Why a text ends where it does. */
public enum TextEnd {
    /** It is complete, or came to a word that was to stop it. */
    STOP,
    /** The limit of tokens was reached. */
    LENGTH
}
