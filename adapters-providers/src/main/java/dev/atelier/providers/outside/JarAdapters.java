package dev.atelier.providers.outside;

import dev.atelier.core.provider.spi.ProviderFactory;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/** What one jar brings. Whatever it throws becomes a reason: somebody else's code must not stop the start. */
record JarAdapters(List<ProviderFactory> factories, List<String> refusals, AutoCloseable loader) {
    private static final String SERVICE = "META-INF/services/" + AdapterPlugin.class.getName();

    static JarAdapters read(Path path, AdapterTools tools, AdapterJudge judge) {
        Optional<String> broken = broken(path);
        if (broken.isPresent()) {
            return new JarAdapters(List.of(), List.of(broken.get()), () -> {});
        }
        // Atelier's classes come first, so a jar cannot bring its own idea of them; two jars do not see each other.
        URLClassLoader loader = new URLClassLoader(
                path.getFileName().toString(), new URL[] {url(path)}, AdapterPlugin.class.getClassLoader());
        List<ProviderFactory> factories = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Iterator<ServiceLoader.Provider<AdapterPlugin>> found =
                ServiceLoader.load(AdapterPlugin.class, loader).stream().iterator();
        boolean any = false;
        while (true) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                any = true;
                factories.add(judge.accept(found.next().get(), tools));
            } catch (AdapterJudge.NotTaken e) {
                refusals.add(e.getMessage());
            } catch (ServiceConfigurationError e) {
                any = true;
                refusals.add(said("its adapter cannot be made", e.getCause() == null ? e : e.getCause()));
            } catch (RuntimeException | Error e) {
                refusals.add(said("its adapter broke when it was made", e));
            }
        }
        if (!any) {
            refusals.add(SERVICE + " names no adapter.");
        }
        return new JarAdapters(factories, refusals, loader);
    }

    private static Optional<String> broken(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.getEntry(SERVICE) == null
                    ? Optional.of("It is no adapter: " + SERVICE + " is missing.")
                    : Optional.empty();
        } catch (IOException | SecurityException e) {
            return Optional.of("It is no jar that can be read.");
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every JDK knows files", e);
        }
    }

    private static String said(String what, Throwable why) {
        String text = why.getMessage() == null ? "" : ": " + why.getMessage().strip();
        String sentence = what + ", " + why.getClass().getSimpleName() + text;
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1, Math.min(sentence.length(), 300));
    }
}
