package dev.atelier.app.sso;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's discovery document, asked for when it is first needed and every hour from then on. An old one is better than none: it
 * serves while the issuer is down. After a failure nobody asks for five seconds, so that a dead issuer costs nobody but its own
 * people time. Thread-safe.
 */
final class IssuerMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerMetadata.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String id;
    private final URI url;
    private final IssuerHttp http;
    private final Clock clock;
    private @Nullable OIDCProviderMetadata known; // guarded by this
    private Instant askAgainAt = Instant.MIN; // guarded by this

    IssuerMetadata(String id, URI url, IssuerHttp http, Clock clock) {
        this.id = id;
        this.url = url;
        this.http = http;
        this.clock = clock;
    }

    /** @throws SsoFailure if the issuer cannot be reached, and never was */
    synchronized OIDCProviderMetadata get() throws SsoFailure {
        Instant now = clock.instant();
        OIDCProviderMetadata metadata = known;
        if (!now.isBefore(askAgainAt)) {
            try {
                metadata = ask();
                known = metadata;
                askAgainAt = now.plus(FRESH);
            } catch (IOException | ParseException e) {
                askAgainAt = now.plus(PAUSE);
                LOG.warn("issuer {} could not be asked for its metadata: {}", id, e.getMessage());
            }
        }
        if (metadata == null) {
            throw new SsoFailure(SsoTrouble.ISSUER_UNREACHABLE, "issuer " + id + " is not known yet", null);
        }
        return metadata;
    }

    private OIDCProviderMetadata ask() throws IOException, ParseException {
        OIDCProviderMetadata metadata =
                OIDCProviderMetadata.parse(http.get(URI.create(url + "/.well-known/openid-configuration")));
        // Whoever speaks for another issuer could sign its people in. A slash at the end is what people forget.
        String name = metadata.getIssuer().getValue();
        if (!name.equals(url.toString()) && !name.equals(url + "/")) {
            throw new ParseException("it calls itself by another name than its address");
        }
        if (metadata.getJWKSetURI() == null) {
            throw new ParseException("it names no keys");
        }
        return metadata;
    }
}
