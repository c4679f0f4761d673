package dev.atelier.providers.outside;

import dev.atelier.core.provider.spi.ProviderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The adapters of a folder of jars. A jar that cannot be used is skipped with a reason and stops nothing. Immutable; closing it takes
 * the adapters' classes away, so close it after everything that uses them.
 */
public final class AdapterJars implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AdapterJars.class.getName());

    private final List<Loaded> loaded;
    private final List<Skipped> skipped;
    private final List<AutoCloseable> open;

    private AdapterJars(List<Loaded> loaded, List<Skipped> skipped, List<AutoCloseable> open) {
        this.loaded = List.copyOf(loaded);
        this.skipped = List.copyOf(skipped);
        this.open = List.copyOf(open);
    }

    /**
     * An adapter that is in force.
     *
     * @param file name of its jar
     */
    public record Loaded(ProviderFactory factory, String file) {}

    /**
     * What was not taken.
     *
     * @param file name of the jar
     * @param reason one sentence for an operator
     */
    public record Skipped(String file, String reason) {}

    /** No jar at all. */
    public static AdapterJars none() {
        return new AdapterJars(List.of(), List.of(), List.of());
    }

    /**
     * Reads the jars of a folder, in the order of their names, and logs what came of each.
     *
     * @param folder need not exist; what does not end in {@code .jar} is left alone
     * @param present the adapters that are there already; none of their names is taken again
     */
    public static AdapterJars load(Path folder, AdapterTools tools, List<ProviderFactory> present) {
        List<Path> files = jars(folder);
        AdapterJudge judge = new AdapterJudge(present);
        List<Loaded> loaded = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        List<AutoCloseable> open = new ArrayList<>();
        for (Path path : files) {
            String file = path.getFileName().toString();
            JarAdapters found = JarAdapters.read(path, tools, judge);
            found.factories().forEach(factory -> loaded.add(new Loaded(factory, file)));
            found.refusals().forEach(reason -> skipped.add(new Skipped(file, reason)));
            open.add(found.loader());
        }
        loaded.forEach(one ->
                LOG.log(System.Logger.Level.INFO, "adapter {0} comes from {1}", one.factory.adapter(), one.file));
        skipped.forEach(one -> LOG.log(System.Logger.Level.WARNING, "{0} is skipped: {1}", one.file, one.reason));
        return new AdapterJars(loaded, skipped, open);
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the folder of adapters cannot be read", e);
            return List.of();
        }
    }

    public List<Loaded> loaded() {
        return loaded;
    }

    public List<Skipped> skipped() {
        return skipped;
    }

    /** The adapters that are in force. */
    public List<ProviderFactory> factories() {
        return loaded.stream().map(Loaded::factory).toList();
    }

    @Override
    public void close() {
        for (AutoCloseable loader : open) {
            try {
                loader.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a jar failed", e);
            }
        }
    }
}
