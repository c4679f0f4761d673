package dev.atelier.app.studio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads a whole folder of the class path, be it in a jar or on disk. */
final class ResourceFolder {
    private ResourceFolder() {}

    /**
     * The files below a folder by their names relative to it.
     *
     * @param folder absolute, such as {@code /web}
     * @param anchor a file of the same jar, absolute: many jars list files only, so that the folder itself cannot be asked for
     * @param wanted which names to read
     * @throws IllegalStateException if the class path has no such file
     */
    static SortedMap<String, byte[]> read(String folder, String anchor, Predicate<String> wanted) {
        URL found = ResourceFolder.class.getResource(anchor);
        if (found == null) {
            throw new IllegalStateException("the class path has no " + anchor);
        }
        try {
            String address = found.toURI().toString();
            String root = address.substring(0, address.length() - anchor.length());
            if (!root.startsWith("jar:")) {
                return files(Path.of(URI.create(root + folder)), wanted);
            }
            Path jar = Path.of(URI.create(root.substring("jar:".length(), root.length() - 1)));
            try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of())) {
                return files(zip.getPath(folder), wanted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SortedMap<String, byte[]> files(Path root, Predicate<String> wanted) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (wanted.test(name)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}
