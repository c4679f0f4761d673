package dev.atelier.app.studio;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Tracing;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import dev.atelier.core.account.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** One person at one browser: cookies and storage of his own, one page to begin with, and somebody who watches what goes wrong in it. */
final class Visitor {
    private static final String NOT_BUSY = "() => !document.querySelector('[aria-busy=true]')"
            + " && [...document.images].every(image => image.complete || image.loading === 'lazy')";
    // Resolves when nothing has changed in the page for a fifth of a second.
    private static final String STILL = "() => new Promise(done => {"
            + " let timer = setTimeout(end, 200);"
            + " const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, 200); });"
            + " watch.observe(document, { subtree: true, childList: true, characterData: true });"
            + " function end() { watch.disconnect(); done(); } })";

    private final Function<Role, List<Cookie>> sessions;
    private final BrowserContext context;
    private final PageWatch watch;
    private final Page page;

    /**
     * @param base where his addresses begin
     * @param sessions what the browser is given to be somebody
     */
    Visitor(Browser browser, URI base, Function<Role, List<Cookie>> sessions) {
        this.sessions = sessions;
        context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(base.toString())
                .setViewportSize(1280, 800)
                .setLocale("en-GB")
                .setAcceptDownloads(true)
                // Nothing is caught half faded in.
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(20_000);
        context.tracing().start(new Tracing.StartOptions().setSnapshots(true));
        watch = PageWatch.on(context);
        page = context.newPage();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    PageWatch watch() {
        return watch;
    }

    /** Gives this browser the session of the member of this role, and leaves the page where it is. */
    Page signIn(Role role) {
        context.addCookies(sessions.apply(role));
        return page;
    }

    /** Opens a page of the studio and waits until it has come to rest. */
    Page open(String path) {
        page.navigate(path);
        rest();
        return page;
    }

    /** Waits until the page has all it asked for, says that it is not busy, and has stood still for a moment. */
    void rest() {
        page.locator("main h1, main h2").first().waitFor();
        page.waitForCondition(watch::quiet);
        page.waitForFunction(NOT_BUSY);
        page.evaluate(STILL);
    }

    /** Keeps what can be seen and what led there: a picture of each page, and a trace for {@code playwright show-trace}. */
    void keep(Path folder, String name) {
        List<Page> pages = context.pages();
        for (int i = 0; i < pages.size(); i++) {
            pages.get(i)
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(folder.resolve(name + (i == 0 ? "" : "-" + (i + 1)) + ".png")));
        }
        context.tracing().stop(new Tracing.StopOptions().setPath(folder.resolve(name + ".zip")));
    }

    void close() {
        context.close();
    }
}
