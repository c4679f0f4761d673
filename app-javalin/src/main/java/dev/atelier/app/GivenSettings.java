package dev.atelier.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings by name as they were given, unchecked, and where each is from. Immutable; {@link #toString()} shows no value.
 *
 * @param sources for each name of {@code values}
 */
public record GivenSettings(Map<String, String> values, Map<String, EffectiveSetting.Source> sources) {
    public GivenSettings {
        values = Map.copyOf(values);
        sources = Map.copyOf(sources);
    }

    /** All from the environment. */
    public static GivenSettings ofEnvironment(Map<String, String> values) {
        return new GivenSettings(Map.of(), Map.of()).with(values, EffectiveSetting.Source.ENVIRONMENT);
    }

    /** With these on top. */
    GivenSettings with(Map<String, String> more, EffectiveSetting.Source source) {
        Map<String, String> all = new LinkedHashMap<>(values);
        Map<String, EffectiveSetting.Source> from = new LinkedHashMap<>(sources);
        all.putAll(more);
        more.keySet().forEach(name -> from.put(name, source));
        return new GivenSettings(all, from);
    }

    /** True if it was given and is not blank. */
    public boolean given(String name) {
        return !values.getOrDefault(name, "").isBlank();
    }

    @Override
    public String toString() {
        return "GivenSettings[" + values.size() + " values]";
    }
}
