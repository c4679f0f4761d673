package dev.atelier.providers.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A vendor's own words, made fit for logs and people. */
public final class VendorWords {
    private static final int MAX = 240;
    private static final int OVERLAP = 16;
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i)bearer\\s+\\S+|\\b(sk|atl|AIza|key)[-_]?[A-Za-z0-9_*-]{12,}");
    private static final Pattern URL = Pattern.compile("(?i)(https?://[^\\s/?#\"'<>]+)[^\\s\"'<>]*|data:\\S+");

    private VendorWords() {}

    /**
     * One line without control characters, URLs cut to their host, credentials taken out; all of it withheld if it quotes one of
     * the confidential texts.
     *
     * @param confidential what the vendor was told and may quote: prompts, keys
     */
    public static String clean(String words, List<String> confidential) {
        String line = words.length() > 4_000 ? words.substring(0, 4_000) : words;
        line = line.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        for (String text : confidential) {
            if (quotes(line, text)) {
                return "(the provider's words quote the request and are withheld)";
            }
        }
        line = URL.matcher(line).replaceAll(VendorWords::shortened);
        line = CREDENTIAL.matcher(line).replaceAll("[key]");
        return line.length() > MAX ? line.substring(0, MAX) + "…" : line;
    }

    private static String shortened(MatchResult found) {
        return Matcher.quoteReplacement(found.group(1) == null ? "data:…" : found.group(1) + "/…");
    }

    /** True if the two share a run of characters that is hardly there by chance. */
    private static boolean quotes(String line, String text) {
        String hay = line.toLowerCase(Locale.ROOT);
        String told = text.toLowerCase(Locale.ROOT).strip();
        if (told.length() < OVERLAP) {
            return told.length() >= 6 && hay.contains(told);
        }
        for (int at = 0; at + OVERLAP <= hay.length(); at++) {
            if (told.contains(hay.substring(at, at + OVERLAP))) {
                return true;
            }
        }
        return false;
    }
}
