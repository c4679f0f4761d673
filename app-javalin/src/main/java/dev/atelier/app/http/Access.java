package dev.atelier.app.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/**
 * The one table of all routes: method, path, gate. What is not in here is not served, and nothing gets in without a gate.
 *
 * <p>Filled at start by one thread, read only afterwards.
 */
public final class Access {
    private final List<Route> routes = new ArrayList<>();

    /**
     * One route.
     *
     * @param path Javalin's template: <code>{id}</code> for one segment, <code>&lt;id&gt;</code> for several
     */
    public record Route(HandlerType method, String path, Gate gate, RouteOptions options, Handler handler) {
        /** The budget that a request draws on. */
        public Pace pace() {
            Pace declared = options.pace();
            if (declared != null) {
                return declared;
            }
            return method.equals(HandlerType.GET) ? Pace.READS : Pace.WRITES;
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

    /** @throws IllegalStateException if method and path are taken */
    public void add(HandlerType method, String path, Gate gate, RouteOptions options, Handler handler) {
        if (routes.stream()
                .anyMatch(route ->
                        route.method().equals(method) && shape(route.path()).equals(shape(path)))) {
            throw new IllegalStateException("two routes for " + method.name() + " " + path);
        }
        routes.add(new Route(method, path, gate, options, handler));
    }

    /** All routes in the order they were added. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}").replaceAll("<[^>]*>", "<>");
    }
}
