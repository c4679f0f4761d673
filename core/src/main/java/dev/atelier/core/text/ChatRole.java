package dev.atelier.core.text;

/** Who said a message of a conversation. */
public enum ChatRole {
    /** The one who set the conversation up. */
    SYSTEM,
    USER,
    /** The model, in an earlier answer. */
    ASSISTANT
}
