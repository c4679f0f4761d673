package dev.atelier.app.http;

/** One feature's routes. Takes what it needs by constructor; adds each route once, with its gate. */
@FunctionalInterface
public interface Routes {
    void addTo(Access access);
}
