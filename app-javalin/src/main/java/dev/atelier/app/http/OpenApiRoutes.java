package dev.atelier.app.http;

import io.javalin.http.HandlerType;

/** The API document, served from the jar. */
final class OpenApiRoutes implements Routes {
    private final String json;
    private final String yaml;

    OpenApiRoutes(OpenApiDocument document) {
        this.json = document.json();
        this.yaml = document.yaml();
    }

    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        serve(access, "/openapi.json", "application/json", json);
        serve(access, "/openapi.yaml", "application/yaml", yaml);
    }

    private static void serve(Access access, String path, String type, String text) {
        access.add(HandlerType.GET, path, Gate.PUBLIC, RouteOptions.JSON.producing("*/*"), ctx -> {
            ctx.header("Cache-Control", "public, max-age=300");
            ctx.contentType(type).result(text);
        });
    }
}
