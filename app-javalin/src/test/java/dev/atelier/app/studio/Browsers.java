package dev.atelier.app.studio;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The one headless browser of this JVM, which ends with the last test. A browser of this computer is used if there is one, else
 * Playwright's own, which is fetched once. Not thread-safe: Playwright wants one thread.
 */
final class Browsers implements AutoCloseable {
    private static final double PATIENCE_MS = 20_000;
    private static final int FETCH_MINUTES = 5;

    private final Playwright playwright;
    private final Browser browser;

    private Browsers(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * The browser of the run that this context belongs to.
     *
     * @throws TestAbortedException if there is none and none could be fetched; the message says what to do
     */
    static Browser of(ExtensionContext context) {
        Slot slot = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Browsers.class))
                .computeIfAbsent(Slot.class, key -> Slot.fill(), Slot.class);
        if (slot.browsers == null) {
            throw new TestAbortedException(slot.why);
        }
        return slot.browsers.browser;
    }

    /** A browser, or why there is none: the search is made once, whatever comes of it. */
    private record Slot(Browsers browsers, String why) implements AutoCloseable {
        static Slot fill() {
            Optional<Path> found = BrowserFinder.find();
            // The browsers that Playwright would fetch by itself are three; one is enough.
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(environment("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            // Builds share their computer; what is slow is judged elsewhere.
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
            try {
                Browser browser =
                        found.map(path -> launch(playwright, path)).orElseGet(() -> launchOrFetch(playwright));
                return new Slot(new Browsers(playwright, browser), "");
            } catch (NoBrowser e) {
                playwright.close();
                return new Slot(null, e.getMessage());
            }
        }

        @Override
        public void close() {
            if (browsers != null) {
                browsers.close();
            }
        }
    }

    private static Browser launchOrFetch(Playwright playwright) {
        try {
            return launch(playwright, null);
        } catch (PlaywrightException notThere) {
            String said = fetch();
            try {
                return launch(playwright, null);
            } catch (PlaywrightException e) {
                throw new NoBrowser(
                        "The studio's tests need a browser, and this computer has no Chromium, Chrome or Edge."
                                + " Install one (Debian: apt-get install chromium) or name its file with -D"
                                + BrowserFinder.SETTING
                                + "=/path/to/it. Fetching one did not help: " + said);
            }
        }
    }

    // Playwright leaves the sandbox of the browser off: the pages are our own, and root could not start it.
    private static Browser launch(Playwright playwright, Path executable) {
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setHeadless(true);
        if (executable != null) {
            options.setExecutablePath(executable);
        }
        return playwright.chromium().launch(options);
    }

    private static String fetch() {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "com.microsoft.playwright.CLI",
                            "install",
                            "chromium"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "it took more than " + FETCH_MINUTES + " minutes.";
            }
            return "the download ended with code " + process.exitValue() + ".";
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted.";
        }
    }

    private static Map<String, String> environment(String name, String value) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(name, value);
        return environment;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static final class NoBrowser extends RuntimeException {
        NoBrowser(String message) {
            super(message);
        }
    }
}
