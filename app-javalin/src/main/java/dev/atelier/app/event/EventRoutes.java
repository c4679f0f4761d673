package dev.atelier.app.event;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Connections;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generation's events and an org's events as streams. Ends all streams when the server stops; {@link #close()} frees the threads.
 *
 * <p>No thread belongs to a stream: news wake a small pool that reads the log, and writes never wait for a reader.
 */
public final class EventRoutes implements Routes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);
    private static final String MEDIA_TYPE = "text/event-stream";
    private static final RouteOptions OPTIONS = RouteOptions.JSON.producing(MEDIA_TYPE);

    private final Store store;
    private final EventLog events;
    private final EventStreams streams;
    private final Clock clock;

    /** @param stands true while the principal's session and membership hold; asked at every heartbeat, may block */
    public EventRoutes(Store store, Predicate<Principal> stands, Clock clock) {
        this(store, stands, StreamSettings.DEFAULT, clock);
    }

    public EventRoutes(Store store, Predicate<Principal> stands, StreamSettings settings, Clock clock) {
        this.clock = clock;
        this.store = store;
        this.events = store.events();
        this.streams = new EventStreams(settings, stands);
    }

    @Override
    public List<String> openApi() {
        return List.of("events");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(HandlerType.GET, "/api/v1/events", Gate.VIEWER, OPTIONS, this::ofOrg);
        access.add(HandlerType.GET, "/api/v1/generations/{id}/events", Gate.VIEWER, OPTIONS, this::ofGeneration);
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(streams::drain);
    }

    /** How many streams are open on this node. */
    public int open() {
        return streams.size();
    }

    /** The sessions in whose name streams are open on this node. */
    public Set<SessionId> sessions() {
        return streams.sessions();
    }

    /** Ends every stream that is open on this node in the name of the session. */
    public void end(SessionId session) {
        streams.end(session);
    }

    @Override
    public void close() {
        streams.close();
    }

    private void ofOrg(Context ctx) {
        checkAccept(ctx);
        OrgId org = Principal.of(ctx).org();
        Optional<EventId> after = after(ctx);
        if (after.isEmpty()) {
            open(ctx, null, events.latest(org), false);
        } else {
            resume(ctx, null, after.get());
        }
    }

    private void ofGeneration(Context ctx) {
        checkAccept(ctx);
        GenerationId id = Params.id(ctx, "id", "generation", GenerationId::new);
        OrgId org = Principal.of(ctx).org();
        Generation generation = store.generations().find(org, id).orElseThrow(() -> Problem.notFound("generation"));
        Optional<EventId> after = after(ctx);
        if (after.isEmpty()) {
            // What ended long ago may have no events left; its reader is told so instead of being left to wait.
            boolean gone = EventStream.over(generation, clock.instant())
                    && events.after(org, id, EventId.START, 1).isEmpty();
            open(ctx, id, EventId.START, gone);
        } else if (seenTheEnd(generation, after.get())) {
            // Browsers come again after every end, unless the answer is this one.
            ctx.status(204);
        } else {
            resume(ctx, id, after.get());
        }
    }

    private boolean seenTheEnd(Generation generation, EventId after) {
        if (!generation.state().terminal()) {
            return false;
        }
        EventId before = new EventId(after.transaction(), after.number() - 1);
        List<Event> rest = events.after(generation.org(), generation.id(), before, 2);
        return rest.size() == 1
                && rest.get(0).id().equals(after)
                && EventStream.terminal(rest.get(0).type());
    }

    private void resume(Context ctx, @Nullable GenerationId generation, EventId after) {
        OrgId org = Principal.of(ctx).org();
        EventId latest = events.latest(org);
        boolean lost = !after.equals(EventId.START)
                && (events.oldest(org)
                                .map(oldest -> after.compareTo(oldest) < 0)
                                .orElse(true)
                        // Not from this log, such as one that was in memory before a restart.
                        || after.compareTo(latest) > 0);
        open(ctx, generation, lost ? latest : after, lost);
    }

    private void open(Context ctx, @Nullable GenerationId generation, EventId from, boolean gone) {
        Principal reader = Principal.of(ctx);
        OrgId org = reader.org();
        EventStream stream = new EventStream(
                reader,
                generation,
                from,
                connection(ctx),
                (place, limit) -> events.after(org, generation, place, limit),
                () -> generation == null
                        ? null
                        : store.generations().find(org, generation).orElse(null),
                streams::schedule,
                clock);
        streams.admit(stream);
        try {
            ctx.status(200);
            ctx.res().setContentType(MEDIA_TYPE + "; charset=utf-8");
            ctx.header("Cache-Control", "no-store");
            // Keeps nginx from collecting events before it passes them on.
            ctx.header("X-Accel-Buffering", "no");
            stream.writer().offer(Frames.retry());
            if (gone) {
                stream.writer().offer(Frames.gone(from));
            }
            AutoCloseable subscription = events.onNews(org, stream::wake);
            CompletableFuture<Void> unused = stream.done.whenComplete((nothing, failure) -> end(subscription));
            ctx.future(() -> begin(ctx, stream));
        } catch (RuntimeException e) {
            stream.writer().abandon();
            throw e;
        }
    }

    // Called when the request is asynchronous, which a write listener needs.
    private static CompletableFuture<Void> begin(Context ctx, EventStream stream) {
        try {
            ctx.res().getOutputStream().setWriteListener(stream.writer());
        } catch (IOException e) {
            stream.writer().abandon();
            throw new UncheckedIOException(e);
        }
        stream.wake();
        return stream.done;
    }

    private static EventStream.Connection connection(Context ctx) {
        try {
            return new EventStream.Connection(ctx.res().getOutputStream(), Connections.cut(ctx));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.warn("a subscription to events could not be ended", e);
        }
    }

    private static void checkAccept(Context ctx) {
        String accept = ctx.header("Accept");
        if (accept == null || !accept.toLowerCase(Locale.ROOT).contains(MEDIA_TYPE)) {
            throw Problem.of(ProblemCode.NOT_ACCEPTABLE, "This is an event stream: send Accept: " + MEDIA_TYPE + ".");
        }
    }

    // A browser that comes again repeats the address it began with, so the header is the newer word.
    private static Optional<EventId> after(Context ctx) {
        String header = ctx.header("Last-Event-ID");
        boolean byHeader = header != null && !header.isBlank();
        String text = byHeader ? header : ctx.queryParam("after");
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Params.value(byHeader ? "Last-Event-ID" : "after", text.strip(), EventRoutes::place));
    }

    private static EventId place(String text) {
        EventId id = EventId.parse(text);
        if (id.transaction() < 0 || id.number() < 0) {
            throw new IllegalArgumentException("not an event id");
        }
        return id;
    }
}
