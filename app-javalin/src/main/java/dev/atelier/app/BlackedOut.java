package dev.atelier.app;

import dev.atelier.core.token.TokenText;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets in use, which no log line may show. The last line of defence: nothing should try to write one in the first place.
 * Thread-safe; one list for the process, since there is one log.
 */
public final class BlackedOut {
    private static final String BLACK = "[secret]";
    /** Shorter texts would black out words of everyday. */
    private static final int SHORTEST = 8;

    private static volatile List<String> texts = List.of();

    private BlackedOut() {}

    /** From now on these are never shown. */
    public static synchronized void add(Collection<String> secrets) {
        // The longest first, so that a part does not spoil the whole.
        texts = Stream.concat(texts.stream(), secrets.stream())
                .filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text with every known secret, and whatever looks like an access token, blacked out. */
    public static String in(String text) {
        String shown = text;
        for (String secret : texts) {
            shown = shown.replace(secret, BLACK);
        }
        return shown.contains(TokenText.PREFIX)
                ? TokenText.PATTERN.matcher(shown).replaceAll(BLACK)
                : shown;
    }
}
