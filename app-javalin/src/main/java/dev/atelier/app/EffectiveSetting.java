package dev.atelier.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One setting as it is in force.
 *
 * @param value null for secrets, and for what is not set and has no default
 */
public record EffectiveSetting(String name, @Nullable String value, Source source, boolean secret) {
    // What is made at the first start and kept in the data folder if nobody gives it.
    private static final Set<Setting> MADE =
            Set.of(Setting.JWT_SECRET, Setting.PROVIDER_KEY_ENCRYPTION_SECRET, Setting.ATELIER_OWNER_PASSWORD);

    /** Where a value is from. */
    public enum Source {
        DEFAULT,
        /** An option of the command line. */
        OPTION,
        ENVIRONMENT,
        /** The {@code .env} file. */
        FILE,
        /** Made by the server itself, and kept in its data folder. */
        GENERATED
    }

    /** @param defaults what is in force where the default depends on other settings */
    static List<EffectiveSetting> all(GivenSettings given, Map<Setting, String> defaults) {
        return Arrays.stream(Setting.values())
                .map(setting -> of(setting, given, defaults))
                .toList();
    }

    /** One of a family whose names depend on other settings, as it was given. */
    static EffectiveSetting given(String name, boolean secret, GivenSettings given) {
        return new EffectiveSetting(
                name,
                secret ? null : given.values().getOrDefault(name, "").strip(),
                given.sources().getOrDefault(name, Source.ENVIRONMENT),
                secret);
    }

    private static EffectiveSetting of(Setting setting, GivenSettings given, Map<Setting, String> defaults) {
        String name = setting.name();
        boolean set = given.given(name);
        Source unset = MADE.contains(setting) ? Source.GENERATED : Source.DEFAULT;
        Source source = set ? given.sources().getOrDefault(name, Source.ENVIRONMENT) : unset;
        String value =
                set ? given.values().getOrDefault(name, "").strip() : defaults.getOrDefault(setting, setting.preset());
        boolean shown = !setting.secret() && !value.isEmpty();
        return new EffectiveSetting(name, shown ? value : null, source, setting.secret());
    }
}
