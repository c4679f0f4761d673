package dev.atelier.app.http;

import dev.atelier.core.token.Scope;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The one table of all routes: method, path, gate, area. What is not in here is not served, and nothing gets in without a gate.
 *
 * <p>Filled at start by one thread, read only afterwards.
 */
public final class Access {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private final List<Route> routes;
    private final Area area;

    Access() {
        this(new ArrayList<>(), Area.OPEN);
    }

    private Access(List<Route> routes, Area area) {
        this.routes = routes;
        this.area = area;
    }

    /** The same table, whose next routes are about this area. */
    public Access in(Area other) {
        return new Access(routes, other);
    }

    /** Lets the group add its routes in its area. */
    void join(Routes group) {
        group.addTo(in(group.area()));
    }

    /**
     * One route.
     *
     * @param path Javalin's template: <code>{id}</code> for one segment, <code>&lt;id&gt;</code> for several
     * @param area {@link Area#OPEN} if and only if the gate asks for no sign-in
     */
    public record Route(HandlerType method, String path, Gate gate, Area area, RouteOptions options, Handler handler) {
        /** What a token needs to pass; nobody is asked for it where the area is open. */
        public Scope scope() {
            boolean reads = SAFE.contains(method.name()) || options.reads();
            return new Scope(area.word(), !reads);
        }

        /** The budget that a request draws on. */
        public Pace pace() {
            Pace declared = options.pace();
            if (declared != null) {
                return declared;
            }
            return method.equals(HandlerType.GET) || options.reads() ? Pace.READS : Pace.WRITES;
        }

        @Override
        public String toString() {
            return method.name() + " " + path + " " + gate;
        }
    }

    public void get(String path, Gate gate, Handler handler) {
        add(HandlerType.GET, path, gate, RouteOptions.JSON, handler);
    }

    public void post(String path, Gate gate, Handler handler) {
        add(HandlerType.POST, path, gate, RouteOptions.JSON, handler);
    }

    public void put(String path, Gate gate, Handler handler) {
        add(HandlerType.PUT, path, gate, RouteOptions.JSON, handler);
    }

    public void patch(String path, Gate gate, Handler handler) {
        add(HandlerType.PATCH, path, gate, RouteOptions.JSON, handler);
    }

    public void delete(String path, Gate gate, Handler handler) {
        add(HandlerType.DELETE, path, gate, RouteOptions.JSON, handler);
    }

    /** @throws IllegalStateException if method and path are taken, or if nobody said what a route behind a role is about */
    public void add(HandlerType method, String path, Gate gate, RouteOptions options, Handler handler) {
        boolean open = gate.lowest().isEmpty();
        if (!open && area == Area.OPEN) {
            throw new IllegalStateException("no area for " + method.name() + " " + path);
        }
        if (routes.stream()
                .anyMatch(route ->
                        route.method().equals(method) && shape(route.path()).equals(shape(path)))) {
            throw new IllegalStateException("two routes for " + method.name() + " " + path);
        }
        routes.add(new Route(method, path, gate, open ? Area.OPEN : area, options, handler));
    }

    /** All routes in the order they were added. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}").replaceAll("<[^>]*>", "<>");
    }
}
