package dev.atelier.app.sso;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import dev.atelier.providers.http.GuardedExchange;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lends the library our guarded way out. Thread-safe. */
final class IssuerHttp implements HTTPRequestSender {
    private final GuardedExchange http;

    IssuerHttp(GuardedExchange http) {
        this.http = http;
    }

    /** The JSON at the address. */
    String get(URI target) throws IOException {
        GuardedExchange.Answer answer = http.send("GET", target, Map.of("Accept", "application/json"), null);
        if (answer.status() != 200) {
            throw new IOException(target.getHost() + " answered " + answer.status());
        }
        return answer.body();
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header : request.getHeaderMap().entrySet()) {
            headers.put(header.getKey(), header.getValue().get(0));
        }
        boolean get = request.getMethod().name().equals("GET");
        GuardedExchange.Answer answer =
                http.send(request.getMethod().name(), request.getURI(), headers, get ? null : request.getBody());
        HTTPResponse response = new HTTPResponse(answer.status());
        try {
            if (!answer.contentType().isEmpty()) {
                response.setContentType(answer.contentType());
            }
        } catch (ParseException e) {
            throw new IOException("the answer's media type cannot be read", e);
        }
        response.setBody(answer.body());
        return response;
    }
}
