package dev.atelier.app;

import java.util.List;

/** The configuration cannot be used. Every sentence names a variable, what is allowed and an example; none holds a secret. */
public final class ConfigProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> sentences;

    ConfigProblem(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /** Everything that is wrong, one sentence each. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }
}
