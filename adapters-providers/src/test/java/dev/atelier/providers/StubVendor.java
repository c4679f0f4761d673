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
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.atelier.core.provider.spi.VendorScript.Garbage;
import java.util.List;
import java.util.Map;

/** A vendor on a local server that does what the contracts' scripts ask for. */
public final class StubVendor implements AutoCloseable {
    /** Short enough for a test, and for a slow vendor to miss it. */
    public static final Map<String, String> SHORT_TIMEOUT = Map.of("callTimeoutSeconds", "2");

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().containerThreads(80));
    private final String paidRoute;

    /** @param paidRoute the path of the route that costs money, as a regular expression */
    public StubVendor(String paidRoute) {
        this.paidRoute = paidRoute;
        server.start();
    }

    public int port() {
        return server.port();
    }

    public void answers(MappingBuilder request, int status, String body) {
        server.stubFor(request.willReturn(json(status, body)));
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
        everything(
                switch (garbage) {
                    case NOT_JSON -> json(200, "<html>all is well</html>");
                    case OTHER_JSON -> json(200, "{\"weather\": [\"fine\"]}");
                    case EMPTY -> aResponse().withStatus(200);
                    case CUT_OFF -> aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK);
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
        server.resetMappings();
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }
}
