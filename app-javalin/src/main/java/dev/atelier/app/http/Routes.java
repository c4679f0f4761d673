package dev.atelier.app.http;

import java.util.List;
import java.util.function.Consumer;

/** One feature's routes. Takes what it needs by constructor; adds each route once, with its gate. */
public interface Routes {
    /** What the routes are about; {@link Access#in} names another for some of them. */
    Area area();

    void addTo(Access access);

    /** A group without more to say, of one area. */
    static Routes of(Area area, Consumer<Access> routes) {
        return new Routes() {
            @Override
            public Area area() {
                return area;
            }

            @Override
            public void addTo(Access access) {
                routes.accept(access);
            }
        };
    }

    /** Called once when the server is put together, before it listens; for hooks such as {@link HttpServer#beforeStop}. */
    default void joined(HttpServer server) {}

    /** Names of the OpenAPI fragments under {@code openapi/} that describe these routes, without ending. */
    default List<String> openApi() {
        return List.of();
    }

    /** How refusals are said under addresses that these routes have for themselves. */
    default List<ErrorDialect> dialects() {
        return List.of();
    }

    /** Beginnings of addresses whose rest is an id that may hold slashes; there they may come as {@code %2F}, too. */
    default List<String> idsWithSlashes() {
        return List.of();
    }
}
