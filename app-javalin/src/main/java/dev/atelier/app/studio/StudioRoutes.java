package dev.atelier.app.studio;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;

/**
 * The studio's pages and files. Every page is the same document, which reads its address; who may see what on it is for the API to say.
 */
public final class StudioRoutes implements Routes {
    private static final List<String> PAGES = List.of(
            "/",
            "/signin",
            "/welcome",
            "/setup",
            "/join",
            "/gallery",
            "/p/{id}",
            "/compare",
            "/credits",
            "/account",
            "/tokens",
            "/settings/keys",
            "/admin/{page}",
            "/admin/webhooks/{id}");
    private static final String KEEP = "public, max-age=31536000, immutable";

    private final StudioAssets assets = new StudioAssets();
    private final String policy;

    /** @param pictureOrigins other origins that pictures come from and uploads go to, such as {@code https://s3.example} */
    public StudioRoutes(Set<String> pictureOrigins) {
        String origins = pictureOrigins.isEmpty() ? "" : " " + String.join(" ", pictureOrigins);
        this.policy = "default-src 'none'; script-src 'self' 'sha256-" + assets.mapHash()
                + "'; style-src 'self'; img-src 'self' blob: data:"
                + origins + "; media-src 'self'" + origins + "; connect-src 'self'" + origins
                + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
    }

    @Override
    public List<String> openApi() {
        return List.of("studio");
    }

    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        RouteOptions any = RouteOptions.JSON.producing("*/*").at(Pace.FREE);
        for (String page : PAGES) {
            access.add(HandlerType.GET, page, Gate.PUBLIC, any, this::page);
        }
        access.add(HandlerType.GET, "/assets/<path>", Gate.PUBLIC, any, this::asset);
    }

    @Override
    public void joined(HttpServer server) {
        server.onLost(this::page);
    }

    private void page(Context ctx) {
        ctx.header("Content-Security-Policy", policy);
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cache-Control", "no-cache");
        send(ctx, assets.page());
    }

    private void asset(Context ctx) {
        Asset asset = assets.find(ctx.path()).orElseThrow(() -> Problem.notFound("file"));
        ctx.header("Cache-Control", KEEP);
        send(ctx, asset);
    }

    private static void send(Context ctx, Asset asset) {
        ctx.header("Vary", "Accept-Encoding");
        ctx.contentType(asset.type());
        String accepted = ctx.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            ctx.header("Content-Encoding", "gzip");
            ctx.result(asset.zipped());
        } else {
            ctx.result(asset.bytes());
        }
    }
}
