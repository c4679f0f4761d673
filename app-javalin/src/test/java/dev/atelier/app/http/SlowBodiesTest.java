package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class SlowBodiesTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20\r\n\r\n";

    private final CountDownLatch reading = new CountDownLatch(1);

    @Test
    void aSmallBodyMayPauseWithinTheGrace() throws Exception {
        assertThat(send(Duration.ofSeconds(10))).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyThatCreepsOnAfterTheGraceGets408() throws Exception {
        assertThat(send(Duration.ofMillis(10))).startsWith("HTTP/1.1 408");
    }

    /** Sends 20 bytes in two halves, 200 ms apart. */
    private String send(Duration grace) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        SlowBodies slow = new SlowBodies(512, grace);
        slow.setHandler(new Reader());
        server.setHandler(slow);
        server.start();
        try (Socket socket = new Socket("127.0.0.1", connector.getLocalPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((HEAD + "0123456789").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(200); // The pause itself is what is tested.
            out.write("9876543210".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } finally {
            server.stop();
        }
    }

    private final class Reader extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            reading.countDown();
            try (var body = Content.Source.asInputStream(request)) {
                body.readAllBytes();
                callback.succeeded();
            } catch (java.io.IOException | RuntimeException e) {
                Throwable cause = e instanceof HttpException ? e : e.getCause();
                response.setStatus(cause instanceof HttpException http ? http.getCode() : 500);
                callback.succeeded();
            }
            return true;
        }
    }
}
