package dev.atelier.core.prompt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Splits a language model's answer into image prompts.
 *
 * <p>The models are asked for a JSON array of strings, and mostly obey. What else they send is understood too: an array in a code
 * fence or under a key, a numbered or bulleted list, paragraphs between rules. Never throws, whatever the text.
 */
public final class PromptList {
    /** A prompt shorter than this is a heading or a stray word. */
    private static final int SHORTEST = 8;

    private static final Pattern ITEM =
            Pattern.compile("^\\s*(?:prompt\\s*)?(?:\\d{1,3}\\s*[.):]|[-*•])\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern RULE = Pattern.compile("(?m)^\\s*(?:-{3,}|\\*{3,}|={3,})\\s*$");
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private PromptList() {}

    /**
     * The prompts in the answer, in order, without repeats.
     *
     * @param maxLength longer prompts are cut at the last word that fits
     */
    public static List<String> parse(String answer, int maxLength) {
        List<String> found = JsonStrings.firstArray(answer)
                .filter(strings -> !strings.isEmpty())
                .or(() -> listItems(answer))
                .orElseGet(() -> paragraphs(answer));
        LinkedHashSet<String> prompts = new LinkedHashSet<>();
        for (String text : found) {
            String clean = SPACE.matcher(CONTROL.matcher(text).replaceAll(""))
                    .replaceAll(" ")
                    .strip();
            if (clean.length() >= SHORTEST) {
                prompts.add(cut(clean, maxLength));
            }
        }
        return List.copyOf(prompts);
    }

    private static Optional<List<String>> listItems(String answer) {
        List<String> items = new ArrayList<>();
        StringBuilder item = null;
        for (String line : answer.split("\\R")) {
            if (ITEM.matcher(line).find()) {
                if (item != null) {
                    items.add(unquoted(item.toString()));
                }
                item = new StringBuilder(ITEM.matcher(line).replaceFirst(""));
            } else if (item != null && !line.isBlank()) {
                item.append(' ').append(line.strip());
            } else if (item != null) {
                items.add(unquoted(item.toString()));
                item = null;
            }
        }
        if (item != null) {
            items.add(unquoted(item.toString()));
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }

    private static List<String> paragraphs(String answer) {
        String[] parts = RULE.split(answer);
        if (parts.length == 1) {
            parts = answer.split("\\R\\s*\\R");
        }
        List<String> texts = new ArrayList<>();
        for (String part : parts) {
            String text = unquoted(part.strip());
            // "Here are your prompts:" introduces; it is none.
            if (!text.endsWith(":") && !text.startsWith("```")) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        if (stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"")) {
            return stripped.substring(1, stripped.length() - 1);
        }
        return stripped;
    }

    private static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = maxLength;
        // A pair of surrogates is one character and stays whole.
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int space = text.lastIndexOf(' ', end);
        return text.substring(0, space > maxLength / 2 ? space : end).strip();
    }
}
