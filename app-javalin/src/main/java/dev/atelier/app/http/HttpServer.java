package dev.atelier.app.http;

import dev.atelier.core.shared.Ids;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.json.JsonMapper;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: the route groups behind one guard, one error mapper and one access log.
 *
 * <p>Start once, close once. Closing lets running requests end within {@link HttpSettings#stopTimeout()}; what keeps
 * connections open (event streams) must be ended by {@link #beforeStop} actions.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int RETAINED_BODY_BYTES = 4 * 1024 * 1024;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final long IDLE_MILLIS = 20_000;
    private static final long MIN_BYTES_PER_SECOND = 512;
    private static final Duration SLOW_GRACE = Duration.ofSeconds(10);
    private static final long CUT_MILLIS = 1_000;
    private static final long JSON_BYTES = 1024 * 1024;

    private final Access access = new Access();
    private final Duration patience;
    private final RunningRequests running;
    private final Javalin javalin;
    private final List<AnswerObserver> observers = new CopyOnWriteArrayList<>();
    private final List<Runnable> beforeStop = new CopyOnWriteArrayList<>();
    private volatile @Nullable Handler lost;

    /**
     * @param admission asked before each request
     * @param tenancy keeps each request to its caller's org
     * @param groups every route there will be, those for problems and the API document excepted
     */
    public HttpServer(
            HttpSettings settings,
            Authenticator authenticator,
            Admission admission,
            Tenancy tenancy,
            Ids ids,
            List<? extends Routes> groups) {
        access.join(new ProblemRoutes());
        access.join(new OpenApiRoutes(OpenApiDocument.of(groups)));
        groups.forEach(access::join);
        this.patience = settings.stopTimeout();
        Dialects dialects = new Dialects(
                groups.stream().flatMap(group -> group.dialects().stream()).toList());
        this.running = new RunningRequests(new EncodedSlashes(
                groups.stream()
                        .flatMap(group -> group.idsWithSlashes().stream())
                        .toList(),
                unblocked()));
        this.javalin = Javalin.create(config -> {
            configure(config, running, dialects);
            boundUploads(config, access.routes());
            StandardHeaders headers = new StandardHeaders(settings);
            config.routes.before(ctx -> {
                RequestId.assign(ctx, ids);
                dialects.apply(ctx);
                headers.apply(ctx);
                // Javalin answers HEAD for every GET route by an empty 200, without asking the guard.
                if (ctx.method().name().equals("HEAD") && ctx.path().matches("/(api|v1)/.*")) {
                    ctx.header("Allow", "GET");
                    throw Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "The API takes no HEAD requests.");
                }
            });
            Guard guard = new Guard(authenticator, admission, tenancy);
            for (Access.Route route : access.routes()) {
                config.routes.addEndpoint(new Endpoint(route.method(), route.path(), guard.before(route)));
            }
            ErrorResponses.addTo(config.routes, this::lost);
            config.requestLogger.http(this::answered);
        });
        groups.forEach(group -> group.joined(this));
    }

    /** All routes with their gates. */
    public Access access() {
        return access;
    }

    /** Tells this observer of every answer. It must be quick and must not throw; it runs on the thread that answered. */
    public void onAnswer(AnswerObserver observer) {
        observers.add(observer);
    }

    /** What a person's browser gets, beside status 404, for an address outside of the API at which there is nothing. */
    public void onLost(Handler page) {
        lost = page;
    }

    private boolean lost(Context ctx) throws Exception {
        Handler page = lost;
        String accept = ctx.header("Accept");
        if (page == null
                || !ctx.method().name().equals("GET")
                || accept == null
                || !accept.contains("text/html")
                || ctx.path().matches("/(api|v1|files|assets)/.*")) {
            return false;
        }
        page.handle(ctx);
        return true;
    }

    private void answered(Context ctx, float millis) {
        try {
            Principal principal = Principal.orNull(ctx);
            Answered answer = new Answered(
                    ctx.method().name(),
                    AccessLog.template(ctx),
                    ctx.statusCode(),
                    Duration.ofNanos((long) (millis * 1_000_000f)),
                    principal == null ? null : principal.org());
            observers.forEach(observer -> observer.answered(answer));
        } finally {
            AccessLog.write(ctx, millis);
        }
    }

    /** An action for the moment before the server stops taking requests, such as ending event streams. */
    public void beforeStop(Runnable action) {
        beforeStop.add(action);
    }

    /**
     * Listens.
     *
     * @param port 0 takes a free one, see {@link #port()}
     */
    public HttpServer start(String host, int port) {
        javalin.start(host, port);
        LOG.info("listening host={} port={}", host, javalin.port());
        return this;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        for (Runnable action : beforeStop) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("an action before the stop failed", e);
            }
        }
        try {
            running.drain(patience);
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("some requests did not end in time and were cut", e);
        }
    }

    private static void configure(JavalinConfig config, RunningRequests running, Dialects dialects) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = Runtime.version().feature() >= 21;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = JSON_BYTES;
        config.http.defaultContentType = "application/json";
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.jsonMapper(new Mapper());
        config.jetty.modifyHttpConfiguration(HttpServer::harden);
        config.jetty.modifyServer(server -> harden(server, running, dialects));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors(dialects)));
    }

    // Javalin's default is no limit at all. The guard refuses by Content-Length; this bounds what has none.
    private static void boundUploads(JavalinConfig config, List<Access.Route> routes) {
        long most = routes.stream()
                .filter(route -> route.options().multipart())
                .mapToLong(route -> route.options().maxBodyBytes())
                .max()
                .orElse(1);
        config.jetty.multipartConfig.maxTotalRequestSize(most, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxFileSize(most, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
    }

    private static void harden(HttpConfiguration http) {
        // LEGACY would decode %2f in paths. Where one may stand at all, EncodedSlashes decides.
        http.setUriCompliance(UriCompliance.DEFAULT.with("SLASHES", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
    }

    private static void harden(Server server, RunningRequests running, Dialects dialects) {
        // What had to end has ended when Jetty is stopped; the rest is cut.
        server.setStopTimeout(CUT_MILLIS);
        server.setErrorHandler(new JettyErrors(dialects));
        server.setHandler(running);
    }

    // Reads bodies before a thread is given to them: 260 slow bodies stopped every other request without it. What does
    // not fit is read by
    // the thread, and must then not be slow.
    private static EagerContentHandler unblocked() {
        return new EagerContentHandler(
                new SlowBodies(MIN_BYTES_PER_SECOND, SLOW_GRACE),
                new EagerContentHandler.RetainedContentLoaderFactory(RETAINED_BODY_BYTES, -1, false));
    }

    /** Lets {@code ctx.json} write with our mapper; bodies are read by {@link RequestBody} alone. */
    private static final class Mapper implements JsonMapper {
        @Override
        public String toJsonString(Object value, Type type) {
            return Json.write(value);
        }
    }
}
