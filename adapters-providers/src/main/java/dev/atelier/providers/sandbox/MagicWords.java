package dev.atelier.providers.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a prompt that make the sandbox misbehave on purpose, like the test cards of a payment service. They decide what
 * happens and never what is drawn.
 */
final class MagicWords {
    static final String FAIL = "fail";
    static final String BLOCKED = "blocked";
    static final String RATE_LIMITED = "429";
    static final String TIMEOUT = "timeout";
    static final String SLOW = "slow";
    static final String DUPLICATE_CALLBACK = "dup-callback";
    static final String LATE_CALLBACK = "late-callback";
    static final String NEVER = "never";
    static final String HALF = "half";
    static final String LLM_FAIL = "llm-fail";
    static final String LLM_SHORT = "llm-short";
    static final String LLM_PROSE = "llm-prose";
    static final String LLM_BREAK = "llm-break";
    static final String LLM_SLOW = "llm-slow";

    private static final Duration SLOW_UNTOLD = Duration.ofSeconds(8);
    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();
    private static final Pattern WORD = Pattern.compile(
            "!(llm-fail|llm-short|llm-prose|llm-break|llm-slow|dup-callback|late-callback|fail|blocked|429|timeout|slow|never|half)"
                    + "(?:=([0-9]{1,9})(ms|s)?)?(?![A-Za-z0-9-])",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, String> found;

    private MagicWords(Map<String, String> found) {
        this.found = found;
    }

    static MagicWords in(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String value =
                    words.group(2) == null ? "" : words.group(2) + (words.group(3) == null ? "" : words.group(3));
            found.putIfAbsent(words.group(1).toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
        }
        return new MagicWords(found);
    }

    /** The text without magic words and superfluous space. */
    static String strip(String text) {
        return WORD.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip();
    }

    boolean has(String word) {
        return found.containsKey(word);
    }

    /** How long {@code !slow} wants the task to take, an hour at most. */
    Optional<Duration> slow() {
        return time(SLOW);
    }

    /** How long {@code !llm-slow} wants the answer to take, an hour at most. */
    Optional<Duration> slowWords() {
        return time(LLM_SLOW);
    }

    private Optional<Duration> time(String word) {
        String value = found.get(word);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isEmpty()) {
            return Optional.of(SLOW_UNTOLD);
        }
        long number = Long.parseLong(value.replaceAll("[a-z]", ""));
        long millis = value.endsWith("ms") ? number : number * 1000;
        return Optional.of(Duration.ofMillis(Math.min(millis, LONGEST_MILLIS)));
    }

    /** True if {@code !half} strikes this picture: by the number in the word, else by seed, else by lot. */
    boolean unluckyHalf(boolean seedIsOdd) {
        String value = found.get(HALF);
        if (value == null) {
            return false;
        }
        String digits = value.replaceAll("[a-z]", "");
        return digits.isEmpty() ? seedIsOdd : Long.parseLong(digits) % 2 == 0;
    }

    /** The words for the prompt of picture {@code index} (from 1): all that concern pictures, {@code !half} with its number. */
    String forPrompt(int index) {
        List<String> words = new ArrayList<>();
        found.forEach((word, value) -> {
            if (word.startsWith("llm-")) {
                return;
            }
            String told = word.equals(HALF) && value.isEmpty() ? String.valueOf(index) : value;
            words.add("!" + word + (told.isEmpty() ? "" : "=" + told));
        });
        return String.join(" ", words);
    }
}
