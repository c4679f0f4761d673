package dev.atelier.app.sso;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fetches an issuer's keys from where its metadata says they are. */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
    private static final Duration CACHED = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    /** Longest that old keys serve while the issuer is down; a key that it has withdrawn must not last for ever. */
    private static final Duration OUTAGE = Duration.ofHours(4);

    private final IssuerMetadata metadata;
    private final IssuerHttp http;

    private IssuerKeys(IssuerMetadata metadata, IssuerHttp http) {
        this.metadata = metadata;
        this.http = http;
    }

    /**
     * The keys, cached. A key id that is not among them has them fetched anew, by one thread while the others wait.
     *
     * @param spacing after two fetches within this time nobody fetches before it is over, however many unknown key ids come
     */
    static JWKSource<SecurityContext> cached(IssuerMetadata metadata, IssuerHttp http, Duration spacing) {
        return JWKSourceBuilder.create(new IssuerKeys(metadata, http))
                .cache(CACHED.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(spacing.toMillis())
                .retrying(false)
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        String json;
        try {
            json = http.get(metadata.get().getJWKSetURI());
        } catch (IOException | SsoFailure e) {
            throw new JWKSetRetrievalException("the keys could not be fetched", e);
        }
        try {
            return JWKSet.parse(json);
        } catch (ParseException e) {
            throw new JWKSetParseException("the keys cannot be read", e);
        }
    }

    @Override
    public void close() {
        // Nothing is open between two fetches.
    }
}
