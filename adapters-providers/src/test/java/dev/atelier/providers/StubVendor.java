package dev.atelier.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.atelier.core.provider.spi.VendorScript.Garbage;
import dev.atelier.providers.http.JsonCall;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A vendor on a local server that does what the contracts' scripts ask for. */
public final class StubVendor implements AutoCloseable {
    /** Short enough for a test, and for a slow vendor to miss it. */
    public static final Map<String, String> SHORT_TIMEOUT = Map.of("callTimeoutSeconds", "2");

    private final Padding padding = new Padding();
    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .dynamicPort()
            .containerThreads(80)
            .maxLoggedResponseSize(1_000)
            .extensions(padding));
    private final String paidRoute;
    private final long tooMany;

    /** @param paidRoute the path of the route that costs money, as a regular expression */
    public StubVendor(String paidRoute) {
        this(paidRoute, JsonCall.WORDS);
    }

    /** @param readable most bytes that the adapter reads of an answer, {@link JsonCall#PICTURES} where it holds pictures */
    public StubVendor(String paidRoute, long readable) {
        this.paidRoute = paidRoute;
        this.tooMany = readable + 1;
        server.start();
    }

    public int port() {
        return server.port();
    }

    public void answers(MappingBuilder request, int status, String body) {
        padding.bytes = 0;
        server.stubFor(request.willReturn(json(status, body)));
    }

    /** The answer is a file. */
    public void answers(MappingBuilder request, byte[] file, String contentType) {
        padding.bytes = 0;
        server.stubFor(request.willReturn(aResponse()
                .withStatus(200)
                .withHeader("Content-Type", contentType)
                .withBody(file)));
    }

    /** From now on every route gives this answer. */
    public void answersEverything(int status, String body) {
        everything(json(status, body));
    }

    /** From now on every route gives this answer in events. */
    public void streams(String events) {
        everything(aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/event-stream")
                .withBody(events));
    }

    public void hangsUp() {
        everything(aResponse().withFault(Fault.EMPTY_RESPONSE));
    }

    public void answersGarbage(Garbage garbage) {
        if (garbage == Garbage.HUGE) {
            padding.bytes = tooMany;
            return;
        }
        everything(
                switch (garbage) {
                    case NOT_JSON -> json(200, "<html>all is well</html>");
                    case OTHER_JSON -> json(200, "{\"weather\": [\"fine\"]}");
                    case EMPTY -> aResponse().withStatus(200);
                    case CUT_OFF -> aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK);
                    case NO_HTTP -> aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE);
                    case RESET -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
                    case HUGE -> throw new IllegalStateException();
                });
    }

    public void answersSlowly(String body) {
        everything(json(200, body).withFixedDelay(6_000));
    }

    public void goesDown() {
        server.stop();
    }

    public List<LoggedRequest> paidRequests() {
        return server.findAll(postRequestedFor(urlMatching(paidRoute)));
    }

    @Override
    public void close() {
        server.stop();
    }

    private void everything(ResponseDefinitionBuilder answer) {
        padding.bytes = 0;
        server.resetMappings();
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    /** Blanks behind a good answer: JSON allows them, and packed they are next to nothing on the wire. */
    private static final class Padding implements ResponseTransformerV2 {
        private volatile long bytes;

        @Override
        public Response transform(Response response, ServeEvent event) {
            if (bytes == 0) {
                return response;
            }
            byte[] body = response.getBody();
            byte[] padded = Arrays.copyOf(body, Math.toIntExact(body.length + bytes));
            Arrays.fill(padded, body.length, padded.length, (byte) ' ');
            return Response.Builder.like(response).but().body(padded).build();
        }

        @Override
        public String getName() {
            return "padding";
        }
    }
}
