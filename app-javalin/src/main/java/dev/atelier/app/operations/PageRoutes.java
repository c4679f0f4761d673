package dev.atelier.app.operations;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The API reference; everything is served from the class path, so it works without a network. */
public final class PageRoutes implements Routes {
    // Swagger UI sets styles on elements and draws icons from data: URLs; its scripts are ours alone.
    private static final String DOCS_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                    + " form-action 'none'";

    private final Map<String, Asset> assets;
    private final byte[] docs = own("docs.html");

    private record Asset(String type, byte[] bytes) {}

    public PageRoutes() {
        assets = Map.of(
                "swagger-ui.css", webJar("swagger-ui.css", "text/css; charset=utf-8"),
                "swagger-ui-bundle.js", webJar("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
                "favicon-32x32.png", webJar("favicon-32x32.png", "image/png"),
                "start.js", new Asset("text/javascript; charset=utf-8", own("docs-start.js")));
    }

    @Override
    public List<String> openApi() {
        return List.of("pages");
    }

    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        RouteOptions any = RouteOptions.JSON.producing("*/*").at(Pace.FREE);
        access.add(HandlerType.GET, "/docs", Gate.PUBLIC, any, ctx -> page(ctx, DOCS_POLICY, docs));
        access.add(HandlerType.GET, "/docs/assets/{name}", Gate.PUBLIC, any, this::asset);
    }

    private static void page(Context ctx, String policy, byte[] html) {
        ctx.header("Content-Security-Policy", policy);
        ctx.header("Cache-Control", "public, max-age=300");
        ctx.contentType("text/html; charset=utf-8").result(html);
    }

    private void asset(Context ctx) {
        Asset asset = assets.get(ctx.pathParam("name"));
        if (asset == null) {
            throw Problem.notFound("page");
        }
        ctx.header("Content-Security-Policy", DOCS_POLICY);
        ctx.header("Cache-Control", "public, max-age=3600");
        ctx.contentType(asset.type()).result(asset.bytes());
    }

    private static Asset webJar(String name, String type) {
        return new Asset(type, read("/META-INF/resources/webjars/swagger-ui-dist/" + Version.SWAGGER_UI + "/" + name));
    }

    private static byte[] own(String name) {
        return read("/pages/" + name);
    }

    private static byte[] read(String path) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    /** The WebJar's files lie under its version, which only it knows. */
    private static final class Version {
        static final String SWAGGER_UI = find();

        private static String find() {
            Properties properties = new Properties();
            try {
                properties.load(new java.io.StringReader(new String(
                        read("/META-INF/maven/org.webjars.npm/swagger-ui-dist/pom.properties"),
                        StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version");
        }
    }
}
