package dev.atelier.providers.outside;

import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Builds jars as somebody else would: compiled by the JDK's compiler, in a package of their own, against nothing but what the page about
 * adapters names.
 */
final class JarWorkshop {
    static final String SERVICE = "META-INF/services/" + AdapterPlugin.class.getName();

    private static final String SAMPLE = "dev.atelier.providers.docs.acme";
    private static final Path SAMPLE_SOURCES = Path.of("src/test/java/dev/atelier/providers/docs/acme");
    private static final Path CLASSES = place(AdapterPlugin.class);

    private final Path room;

    JarWorkshop(Path room) {
        this.room = room;
    }

    /** The sources of the sample, moved to the package {@code com.acme}, by the names of their types. */
    static Map<String, String> sample(String... types) {
        return Stream.of(types)
                .collect(Collectors.toMap(
                        type -> "com.acme." + type,
                        type -> read(SAMPLE_SOURCES.resolve(type + ".java")).replace(SAMPLE, "com.acme")));
    }

    /** What an adapter is compiled with: the two modules and the libraries that they bring. */
    static List<Path> needed() {
        List<Path> all = new ArrayList<>(List.of(CLASSES, place(ProviderFactory.class)));
        all.addAll(libraries("okhttp-jvm", "okio-jvm", "kotlin-stdlib", "annotations-", "jackson-", "jspecify"));
        return all;
    }

    /** What its tests need beside that: the contracts, the kit, and three libraries for tests. */
    List<Path> neededForTests() {
        List<Path> all = new ArrayList<>(needed());
        all.add(place(ImageGenerationProviderContract.class));
        all.add(kit());
        all.addAll(libraries(
                "junit-jupiter",
                "junit-platform-commons",
                "opentest4j",
                "apiguardian",
                "assertj-core",
                "byte-buddy",
                "wiremock-standalone"));
        return all;
    }

    /** The classes that {@code atelier-providers} ships for tests, and no other class of its tests. */
    private Path kit() {
        Path kit = room.resolve("kit");
        Path tests = place(JarWorkshop.class);
        List<String> patterns = Arrays.stream(read(Path.of("pom.xml")).split("<include>"))
                .skip(1)
                .map(piece -> piece.substring(0, piece.indexOf('<')))
                .toList();
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = tests.relativize(file);
                if (patterns.stream()
                        .anyMatch(pattern -> FileSystems.getDefault()
                                .getPathMatcher("glob:" + pattern)
                                .matches(inside))) {
                    Path copy = kit.resolve(inside);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kit;
    }

    /** @return the folder of the classes */
    Path compile(Map<String, String> sources, List<Path> with) {
        Path from = folder("sources");
        Path to = folder("classes");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "--release", "17", "-d", to.toString(), "-cp"));
        arguments.add(
                with.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator"))));
        sources.forEach((type, text) -> {
            Path file = from.resolve(type.replace('.', '/') + ".java");
            write(file, text);
            arguments.add(file.toString());
        });
        StringWriter said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var options =
                arguments.stream().takeWhile(word -> !word.endsWith(".java")).toList();
        var units = files.getJavaFileObjectsFromStrings(
                arguments.stream().filter(word -> word.endsWith(".java")).toList());
        if (!compiler.getTask(said, files, null, options, null, units).call()) {
            throw new AssertionError(said.toString());
        }
        return to;
    }

    /** A jar of these classes that names these implementations; none without the file of services. */
    Path jar(String name, Path classes, List<String> plugins) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (!plugins.isEmpty()) {
            entries.put(SERVICE, String.join("\n", plugins).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            Path jar = Files.createDirectories(room.resolve("providers")).resolve(name);
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream zip = new JarOutputStream(out)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    zip.putNextEntry(new JarEntry(entry.getKey()));
                    zip.write(entry.getValue());
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder that is not there yet. */
    Path folder(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(room), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> libraries(String... names) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(System.getProperty("path.separator")))
                .map(Path::of)
                .filter(file -> Stream.of(names)
                        .anyMatch(name -> file.getFileName().toString().startsWith(name)))
                .toList();
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
