package dev.atelier.providers.text;

import java.util.function.Consumer;

/**
 * Words that come in pieces. What is blank waits for what is not, so that nothing is told of an answer without words. Not
 * thread-safe.
 */
public final class ToldWords {
    private final Consumer<String> words;
    private final StringBuilder text = new StringBuilder();
    private int told;

    public ToldWords(Consumer<String> words) {
        this.words = words;
    }

    public void add(String piece) {
        text.append(piece);
        if (!piece.isEmpty() && !(told == 0 && piece.isBlank())) {
            words.accept(text.substring(told));
            told = text.length();
        }
    }

    /** All that came. */
    public String text() {
        return text.toString();
    }
}
