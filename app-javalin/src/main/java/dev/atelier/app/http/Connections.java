package dev.atelier.app.http;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** The connections that requests come in by. */
public final class Connections {
    private Connections() {}

    /** Closes the request's connection at once, whenever it is run: what was not sent yet is lost, and the client sees that. */
    public static Runnable cut(Context ctx) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(ctx.req());
        return () ->
                request.getConnectionMetaData().getConnection().getEndPoint().close();
    }
}
