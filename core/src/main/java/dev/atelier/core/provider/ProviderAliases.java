package dev.atelier.core.provider;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names by which people call an adapter beside its own, such as {@code google} for {@code gemini}. The one list of them. */
public final class ProviderAliases {
    private static final Map<String, String> ADAPTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("google", "gemini"),
            Map.entry("google-ai", "gemini"),
            Map.entry("imagen", "gemini"),
            Map.entry("claude", "anthropic"),
            Map.entry("kie.ai", "kie"),
            Map.entry("kie-ai", "kie"),
            Map.entry("fal.ai", "fal"),
            Map.entry("fal-ai", "fal"),
            Map.entry("open-router", "openrouter"),
            Map.entry("nanobanana", "nano-banana"),
            Map.entry("veo", "veo3"),
            Map.entry("geminigen.ai", "geminigen")));

    private ProviderAliases() {}

    /** The adapter that a word means: itself, in lower case and without blanks around it, if it is no alias. */
    public static String adapter(String word) {
        String plain = word.strip().toLowerCase(Locale.ROOT);
        return ADAPTERS.getOrDefault(plain, plain);
    }

    /** The aliases of an adapter in alphabetical order; empty if it has none. */
    public static List<String> of(String adapter) {
        return ADAPTERS.entrySet().stream()
                .filter(alias -> alias.getValue().equals(adapter))
                .map(Map.Entry::getKey)
                .toList();
    }
}
