package dev.atelier.core.provider.spi;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;

/** Reads from a test class what it proves, and what it leaves out. */
public final class Checks {
    private Checks() {}

    /** What the tests of the class prove, inherited ones included; one that is overridden or switched off proves nothing. */
    public static Set<Check> provedBy(Class<?> test) {
        Set<Check> proved = EnumSet.noneOf(Check.class);
        tests(test)
                .forEach(method ->
                        proved.addAll(List.of(method.getAnnotation(Proves.class).value())));
        return proved;
    }

    /** What tests of the class prove of these ports alone. */
    public static Set<Check> provedBy(Class<?> test, Class<?> port) {
        Set<Check> proved = EnumSet.noneOf(Check.class);
        tests(test)
                .map(method -> method.getAnnotation(Proves.class))
                .filter(proves -> Arrays.asList(proves.of()).contains(port))
                .forEach(proves -> proved.addAll(List.of(proves.value())));
        return proved;
    }

    /** Why the class leaves the check out; empty if it does not. */
    public static Optional<String> reasonToLeaveOut(Class<?> test, Check check) {
        return Arrays.stream(test.getAnnotationsByType(Without.class))
                .filter(without -> without.value() == check || without.value() == check.partOf())
                .map(Without::because)
                .findFirst();
    }

    private static Stream<Method> tests(Class<?> test) {
        Set<String> seen = new HashSet<>();
        Stream.Builder<Method> found = Stream.builder();
        for (Class<?> type = test; type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean newest = seen.add(method.getName() + Arrays.toString(method.getParameterTypes()));
                if (newest && method.isAnnotationPresent(Proves.class) && !method.isAnnotationPresent(Disabled.class)) {
                    found.add(method);
                }
            }
        }
        return found.build();
    }
}
