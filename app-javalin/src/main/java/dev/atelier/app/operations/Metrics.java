package dev.atelier.app.operations;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.atelier.app.http.Answered;
import dev.atelier.core.Store;
import dev.atelier.core.job.spi.JobQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** The numbers of this node in Prometheus' text format. Thread-safe. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final GenerationMetrics generations;
    private final LoadingCache<Boolean, JobQueue.Depth> depth;

    Metrics(Store store) {
        generations = new GenerationMetrics(store, registry);
        // The gauges of one scrape share one look at the queue.
        depth = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofSeconds(2))
                .build(any -> store.jobs().depth());
        gauge("queue.waiting", "Jobs that wait, due or not", JobQueue.Depth::waiting);
        gauge("queue.running", "Jobs that run", JobQueue.Depth::running);
        gauge("queue.dead", "Dead letters", JobQueue.Depth::dead);
        gauge(
                "queue.oldest.due.seconds",
                "How long the longest-due waiting job has been due",
                d -> d.oldestDue().toMillis() / 1_000.0);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<JobQueue.Depth> value) {
        Gauge.builder(name, depth, cache -> value.applyAsDouble(depth()))
                .description(description)
                .register(registry);
    }

    /** The queue, at most two seconds old. */
    JobQueue.Depth depth() {
        return depth.get(true);
    }

    void answered(Answered answer) {
        Timer.builder("api.request.duration")
                .description("Requests by route template and status; a stream counts with its whole life")
                .tag("method", answer.method())
                .tag("route", answer.route())
                .tag("status", Integer.toString(answer.status()))
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(10))
                .register(registry)
                .record(answer.took());
        if (answer.org() != null) {
            generations.observe(answer.org());
        }
    }

    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        generations.close();
        gc.close();
        registry.close();
    }
}
