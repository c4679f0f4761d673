package dev.atelier.app.studio;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Cookie;
import dev.atelier.core.account.Role;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The studio in a browser, for one test class: a server is started before its first test and stopped after its last; each test gets
 * browsers that nobody used before. Register it as a static field with {@code @RegisterExtension}.
 *
 * <p>A test fails if anything went wrong behind its pages ({@link PageWatch}), unless it said before that it would. What a failed test
 * saw lies under {@code target/studio} as a picture and a trace. Where no browser can be had, the class is skipped and says why.
 */
final class Studio implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final Map<String, String> settings = new HashMap<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private boolean serving = true;
    private Browser browser;
    private StudioServer server;
    private Path folder;

    /** Without a server: for a class that starts its own. */
    static Studio withoutServer() {
        Studio studio = new Studio();
        studio.serving = false;
        return studio;
    }

    /** Gives the server a setting of this test. */
    Studio with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** A folder that goes with the class. */
    Path folder() {
        return folder;
    }

    StudioServer server() {
        return server;
    }

    /** The page of the first visitor, who is nobody until {@link #signIn}. */
    Page page() {
        return first().page();
    }

    /** Gives the first visitor a session; returns his page, which has opened nothing yet. */
    Page signIn(Role role) {
        return first().signIn(role);
    }

    /** Says that the first visitor's pages will meet this answer. */
    void expect(int status, String pathPart) {
        first().watch().expect(status, pathPart);
    }

    Visitor first() {
        return visitors.isEmpty() ? another() : visitors.get(0);
    }

    /** One more browser, with cookies of its own. */
    Visitor another() {
        return visitorOf(server.url(), server::cookies);
    }

    /** Somebody who looks at another server than the one of this class. */
    Visitor visitorOf(URI base) {
        return visitorOf(base, role -> {
            throw new IllegalStateException("the server at " + base + " has no members that this class knows");
        });
    }

    private Visitor visitorOf(URI base, Function<Role, List<Cookie>> sessions) {
        Visitor visitor = new Visitor(browser, base, sessions);
        visitors.add(visitor);
        return visitor;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        browser = Browsers.of(context);
        folder = Files.createTempDirectory("studio");
        if (serving) {
            server = new StudioServer(StudioDatabases.of(context).fresh(), folder, settings);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            List<String> problems = visitors.stream()
                    .flatMap(visitor -> visitor.watch().problems().stream())
                    .toList();
            boolean failed = context.getExecutionException().isPresent();
            if (failed || !problems.isEmpty()) {
                String kept = keep(context);
                String told = "behind the pages of this test" + kept + ":\n  " + String.join("\n  ", problems);
                if (!failed) {
                    throw new AssertionError(told);
                }
                context.publishReportEntry("studio", told);
                System.err.println(context.getDisplayName() + " failed; " + told);
            }
        } finally {
            visitors.forEach(Visitor::close);
            visitors.clear();
        }
    }

    private String keep(ExtensionContext context) throws IOException {
        Path kept = Files.createDirectories(buildFolder().resolve("studio"));
        String name = context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName()
                + context.getUniqueId().replaceAll(".*\\)]", "").replaceAll("[^0-9]+", "");
        for (int i = 0; i < visitors.size(); i++) {
            try {
                visitors.get(i).keep(kept, name + (i == 0 ? "" : "-visitor" + (i + 1)));
            } catch (PlaywrightException e) {
                return " (which could not be photographed: " + e.getMessage().strip() + ")";
            }
        }
        return " (seen in " + kept.resolve(name) + "*)";
    }

    /** {@code target} of this build. */
    static Path buildFolder() {
        try {
            return Path.of(Studio.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
