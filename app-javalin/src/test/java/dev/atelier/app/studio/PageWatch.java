package dev.atelier.app.studio;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down what must not happen behind a page: errors on the console, exceptions nobody caught, requests that failed or were answered
 * with 4xx or 5xx, and whatever the Content-Security-Policy had to stop.
 */
final class PageWatch {
    // Chromium tells a violation on its console too, but not of every kind; the event comes for all.
    private static final String TELL_VIOLATIONS = "document.addEventListener('securitypolicyviolation', event =>"
            + " console.error('policy violation:', event.effectiveDirective, event.blockedURI, event.sample));";

    // Who records the trace of a test reads pictures that a page made itself, which our policy forbids.
    private static final Pattern OF_THE_RECORDER =
            Pattern.compile("^(Connecting to 'blob:http://localhost|policy violation: connect-src blob)");

    private final List<String> problems = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private boolean outage;

    private record Expected(int status, String pathPart) {}

    static PageWatch on(BrowserContext context) {
        PageWatch watch = new PageWatch();
        context.addInitScript(TELL_VIOLATIONS);
        context.onConsoleMessage(watch::console);
        context.onWebError(
                error -> watch.problems.add("uncaught on " + error.page().url() + ": " + error.error()));
        context.onRequest(request -> watch.count(request, 1));
        context.onRequestFinished(request -> watch.count(request, -1));
        context.onRequestFailed(watch::failed);
        context.onResponse(watch::answered);
        return watch;
    }

    /** From now on answers with this status at addresses that contain this text are part of the test. */
    PageWatch expect(int status, String pathPart) {
        expected.add(new Expected(status, pathPart));
        return this;
    }

    /** From now on, until {@link #outageEnds}, the server may be away: requests may fail for want of one. */
    void outageBegins() {
        outage = true;
    }

    void outageEnds() {
        outage = false;
    }

    /** What happened so far, in order, each once with its count. */
    List<String> problems() {
        return problems.stream()
                .collect(Collectors.groupingBy(text -> text, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .flatMap(entry -> Stream.of(
                        entry.getValue() == 1 ? entry.getKey() : entry.getKey() + " (" + entry.getValue() + " times)"))
                .toList();
    }

    /** Tells what happened so far and forgets it. */
    List<String> take() {
        List<String> taken = problems();
        problems.clear();
        return taken;
    }

    /** Whether every request has its answer; the stream of news, which stays open, aside. */
    boolean quiet() {
        return running.get() <= 0;
    }

    private void count(Request request, int change) {
        if (!request.url().contains("/api/v1/events")) {
            running.addAndGet(change);
        }
    }

    private void console(ConsoleMessage message) {
        // Which request failed, and how, is told by the listeners below.
        if (message.type().equals("error")
                && !message.text().startsWith("Failed to load resource")
                && !OF_THE_RECORDER.matcher(message.text()).find()) {
            problems.add("console: " + message.text() + " (" + message.location() + ")");
        }
    }

    private void failed(Request request) {
        count(request, -1);
        // A page that is left ends its own requests, and so does a stream that is closed.
        boolean ended = "net::ERR_ABORTED".equals(request.failure());
        if (!ended && !outage) {
            problems.add("failed: " + request.method() + " " + request.url() + " " + request.failure());
        }
    }

    private void answered(Response response) {
        int status = response.status();
        if (status < 400 || expected(response) || (outage && status == 503)) {
            return;
        }
        problems.add("answered with " + status + ": " + response.request().method() + " " + response.url());
    }

    private boolean expected(Response response) {
        return expected.stream()
                .anyMatch(one ->
                        one.status() == response.status() && response.url().contains(one.pathPart()));
    }
}
