package dev.atelier.core.generation;

/** Who writes the prompts that the image model gets. */
public enum PromptMode {
    /** The language models write one for each picture out of the user's words. */
    WRITTEN_FOR_ME,
    /** Every picture gets the user's words and nothing else; no language model is asked. */
    AS_WRITTEN
}
