package dev.atelier.app.sso;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.atelier.app.account.Door;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Proof;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import io.javalin.http.Context;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes bearer tokens that a configured issuer has signed for our audience; their subject is the person, made at the first one. */
public final class ExternalTokens implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalTokens.class);
    private static final int MOST_CHARACTERS = 16_384;

    private final Issuers issuers;
    private final Standings standings;
    private final SsoAudit audit;
    private final Clock clock;

    public ExternalTokens(
            Issuers issuers, SignInByIssuer signIns, AccountRepository accounts, AuditTrail trail, Clock clock) {
        this.audit = new SsoAudit(trail);
        this.issuers = issuers;
        this.standings = new Standings(signIns, accounts, clock);
        this.clock = clock;
    }

    @Override
    public Optional<Principal> authenticate(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null || !header.strip().toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return Optional.empty();
        }
        String text = header.strip().substring("bearer ".length()).strip();
        if (text.length() > MOST_CHARACTERS
                || text.chars().filter(c -> c == '.').count() != 2) {
            return Optional.empty();
        }
        try {
            JWT token = JWTParser.parse(text);
            // Not believed yet: it only says whose keys to check by.
            JWTClaimsSet claims = token.getJWTClaimsSet();
            return claims == null
                    ? Optional.empty()
                    : issuers.ofBearer(claims.getIssuer()).map(issuer -> principal(ctx, issuer, token));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private Principal principal(Context ctx, Issuer issuer, JWT token) {
        JWTClaimsSet claims;
        try {
            claims = issuer.checkBearer(token);
        } catch (SsoFailure e) {
            LOG.info("{}", e.getMessage());
            throw e.trouble() == SsoTrouble.ISSUER_UNREACHABLE
                    ? Problem.of(ProblemCode.UNAVAILABLE, "The token's issuer cannot be reached to check it.")
                            .retryAfter(Duration.ofSeconds(5))
                    : Problem.of(ProblemCode.UNAUTHENTICATED, "The token is not valid, or not any more.");
        }
        IssuerSettings settings = issuer.settings();
        Member member = standings.memberOf(
                claims.getIssuer(),
                claims.getSubject(),
                () -> Claims.person(claims.getIssuer(), claims.getSubject(), claims::getClaim, settings),
                settings.rules(issuers.settings().signUp()).withoutEmail(),
                audit.joined(ctx, settings.id()));
        return new Principal(
                new Caller(member.org(), member.user().id()),
                member.role(),
                new Proof.External(settings.id(), claims.getExpirationTime().toInstant()));
    }

    @Override
    public boolean stillStands(Principal principal) {
        return principal.proof() instanceof Proof.External proof
                && clock.instant().isBefore(proof.expiresAt())
                && standings.stands(principal);
    }

    @Override
    public void forget(UserId user) {
        standings.forget(user);
    }
}
