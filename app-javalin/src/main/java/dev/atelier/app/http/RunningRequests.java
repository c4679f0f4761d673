package dev.atelier.app.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Counts the requests in hand, so that a stop can wait for them and for nothing else.
 *
 * <p>Jetty's own graceful stop waits until every connection has gone. It gives idle ones a short idle timeout, but a request that ends
 * in that moment puts the long one back, and the stop then waits for a client that has nothing to say.
 */
final class RunningRequests extends Handler.Wrapper {
    private final Object ended = new Object();
    private int running; // guarded by ended
    private boolean draining; // guarded by ended

    RunningRequests(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        synchronized (ended) {
            running++;
            if (draining) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
        }
        // Called when the last byte of the answer is written, whoever writes it.
        Request.addCompletionListener(request, failure -> end());
        return super.handle(request, response, callback);
    }

    private void end() {
        synchronized (ended) {
            running--;
            ended.notifyAll();
        }
    }

    /** Stops listening, lets what runs end, then closes every connection. Requests that take longer than the patience are cut. */
    void drain(Duration patience) {
        for (Connector connector : getServer().getConnectors()) {
            if (connector instanceof NetworkConnector network) {
                network.close();
            }
        }
        try {
            awaitEnd(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Connector connector : getServer().getConnectors()) {
            connector.getConnectedEndPoints().forEach(EndPoint::close);
        }
    }

    private void awaitEnd(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        synchronized (ended) {
            draining = true;
            while (running > 0) {
                long millis = (until - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return;
                }
                ended.wait(millis);
            }
        }
    }
}
