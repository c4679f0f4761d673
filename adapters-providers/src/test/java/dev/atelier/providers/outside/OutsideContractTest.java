package dev.atelier.providers.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a jar's adapter is compiled and run with the named artifacts alone: nothing of our build leaks in. */
class OutsideContractTest {
    @TempDir
    Path room;

    @Test
    void theContractNeedsNothingButTheNamedArtifacts() throws Exception {
        JarWorkshop workshop = new JarWorkshop(room);
        List<Path> needed = workshop.neededForTests();
        Path classes = workshop.compile(
                JarWorkshop.sample(
                        "AcmeImageGenerationProvider", "AcmeProviderFactory", "AcmePlugin", "AcmeImageContractTest"),
                needed);
        List<URL> path = new ArrayList<>();
        for (Path piece : Stream.concat(Stream.of(classes), needed.stream()).toList()) {
            path.add(piece.toUri().toURL());
        }
        // The platform is the parent: not one class of this test is in sight.
        try (URLClassLoader alone =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(alone);
            try {
                Class<?> contract = alone.loadClass("com.acme.AcmeImageContractTest");
                assertThat(run(contract, "itSaysWhoItIs", "submitIsNeverSentTwiceWhenTheAnswerIsLost"))
                        .isEqualTo(2);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }

    private static int run(Class<?> contract, String... names) throws Exception {
        int done = 0;
        for (String name : names) {
            var made = contract.getDeclaredConstructor();
            made.setAccessible(true);
            Object test = made.newInstance();
            call(test, method(contract, "makeProvider"));
            call(test, method(contract, name));
            call(test, method(contract, "stop"));
            done++;
        }
        return done;
    }

    private static void call(Object test, Method method) throws Exception {
        method.setAccessible(true);
        method.invoke(test);
    }

    private static Method method(Class<?> type, String name) {
        return Stream.<Class<?>>iterate(type, one -> one != null, Class::getSuperclass)
                .flatMap(one -> Arrays.stream(one.getDeclaredMethods()))
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
