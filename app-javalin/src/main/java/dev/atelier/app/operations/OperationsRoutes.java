package dev.atelier.app.operations;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ProviderRegistry;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Liveness, readiness, health, version and metrics. Measures every answer of the server it is joined to; {@link #close()} frees the
 * threads.
 */
public final class OperationsRoutes implements Routes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsRoutes.class);
    private static final Duration CACHED_FOR = Duration.ofSeconds(2);

    private final ProviderRegistry registry;
    private final Readiness readiness;
    private final Metrics metrics;
    private final @Nullable String metricsToken;
    private final String version;
    private final long startedAt = System.nanoTime();
    private volatile boolean draining;

    /**
     * @param checks what must hold for the server to be ready, such as {@code database} and {@code storage}
     * @param metricsToken who sends it as {@code Authorization: Bearer} may read the metrics; null lets only callers on this machine
     */
    public OperationsRoutes(
            Store store, ProviderRegistry registry, List<Check> checks, @Nullable String metricsToken, String version) {
        this(store, registry, checks, metricsToken, version, CACHED_FOR);
    }

    OperationsRoutes(
            Store store,
            ProviderRegistry registry,
            List<Check> checks,
            @Nullable String metricsToken,
            String version,
            Duration cached) {
        this.registry = registry;
        this.readiness = new Readiness(checks, cached);
        this.metrics = new Metrics(store);
        this.metricsToken = metricsToken == null || metricsToken.isBlank() ? null : metricsToken;
        this.version = version;
    }

    @Override
    public List<String> openApi() {
        return List.of("operations");
    }

    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        RouteOptions free = RouteOptions.JSON.at(Pace.FREE);
        access.add(HandlerType.GET, "/livez", Gate.PUBLIC, free, ctx -> ctx.json(Map.of("status", "alive")));
        access.add(HandlerType.GET, "/readyz", Gate.PUBLIC, free, this::ready);
        access.add(HandlerType.GET, "/health", Gate.PUBLIC, free, this::health);
        access.get(
                "/version",
                Gate.PUBLIC,
                ctx -> ctx.json(Map.of(
                        "name",
                        "atelier",
                        "version",
                        version,
                        "javaVersion",
                        Runtime.version().feature())));
        access.add(HandlerType.GET, "/metrics", Gate.SIGNATURE, free.producing("*/*"), this::writeMetrics);
    }

    @Override
    public void joined(HttpServer server) {
        server.onAnswer(metrics::answered);
        server.beforeStop(this::drain);
    }

    /** From now on the server is not ready; call it early in a stop, so that balancers send no more. */
    public void drain() {
        draining = true;
    }

    @Override
    public void close() {
        readiness.close();
        metrics.close();
    }

    private void ready(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        List<String> reasons = new ArrayList<>();
        if (draining) {
            reasons.add("draining");
        }
        readiness.look().forEach((name, holds) -> {
            if (!holds) {
                reasons.add(name);
            }
        });
        ctx.status(reasons.isEmpty() ? 200 : 503)
                .json(Map.of("status", reasons.isEmpty() ? "ready" : "not_ready", "reasons", reasons));
    }

    private void health(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        Map<String, Boolean> checks = readiness.look();
        boolean well = !draining && checks.values().stream().allMatch(holds -> holds);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("status", well ? "ok" : "degraded");
        summary.put("version", version);
        summary.put(
                "uptimeSeconds", Duration.ofNanos(System.nanoTime() - startedAt).toSeconds());
        summary.put("draining", draining);
        summary.put("checks", checks);
        summary.put("queue", queue());
        summary.put("providers", providers());
        ctx.status(200).json(summary);
    }

    private @Nullable Map<String, Object> queue() {
        try {
            JobQueue.Depth depth = metrics.depth();
            Map<String, Object> queue = new LinkedHashMap<>();
            queue.put("waiting", depth.waiting());
            queue.put("running", depth.running());
            queue.put("dead", depth.dead());
            queue.put("oldestDueSeconds", depth.oldestDue().toSeconds());
            return queue;
        } catch (RuntimeException e) {
            LOG.warn("the queue's depth could not be read: {}", e.toString());
            return null;
        }
    }

    private @Nullable Map<String, Integer> providers() {
        try {
            Map<String, Integer> usable = new LinkedHashMap<>();
            for (Category category : Category.values()) {
                usable.put(
                        category.name().toLowerCase(Locale.ROOT),
                        registry.chain(category).size());
            }
            return usable;
        } catch (RuntimeException e) {
            LOG.warn("the providers could not be read: {}", e.toString());
            return null;
        }
    }

    private void writeMetrics(Context ctx) {
        if (!onThisMachine(ctx) && !hasToken(ctx)) {
            throw Problem.notFound("page");
        }
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    // Behind a proxy on the same machine every caller seems to be local, so what was forwarded is not.
    private static boolean onThisMachine(Context ctx) {
        if (ctx.header("X-Forwarded-For") != null || ctx.header("Forwarded") != null || ctx.header("Via") != null) {
            return false;
        }
        try {
            return InetAddress.getByName(ctx.req().getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean hasToken(Context ctx) {
        String sent = ctx.header("Authorization");
        return metricsToken != null
                && sent != null
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + metricsToken).getBytes(StandardCharsets.UTF_8));
    }
}
