package dev.atelier.app.sso;

import dev.atelier.app.account.ClientAddresses;
import dev.atelier.app.account.Door;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Proof;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.IssuedPerson;
import dev.atelier.core.account.IssuerRules;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Believes {@code x-user-id} from gateways whose own addresses are listed, and from nobody else: what counts is the peer of the
 * connection, never a header that says where a request came from. A gateway must drop that header when a client sends it.
 *
 * <p>The id is that of a person here, or any word of the gateway's own for a person who is then made at his first request.
 */
public final class TrustedGateway implements Door {
    /** Not an address, so no issuer can have the name. */
    private static final String ISSUER = "gateway";

    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final ClientAddresses gateways;
    private final Consumer<Context> checkOrigin;
    private final AccountRepository accounts;
    private final Standings standings;
    private final SsoAudit audit;
    private final IssuerRules rules;
    private final boolean on;

    /** @param checkOrigin refuses a request that a foreign page could have caused; gateways keep browsers signed in by cookies */
    public TrustedGateway(
            SsoSettings settings,
            Consumer<Context> checkOrigin,
            SignInByIssuer signIns,
            AccountRepository accounts,
            AuditTrail trail,
            Clock clock) {
        this.audit = new SsoAudit(trail);
        this.on = !settings.gateways().isEmpty();
        this.gateways = new ClientAddresses(settings.gateways());
        this.checkOrigin = checkOrigin;
        this.accounts = accounts;
        this.standings = new Standings(signIns, accounts, clock);
        this.rules = new IssuerRules(Set.of(), true, settings.signUp() ? Role.VIEWER : null, false);
    }

    @Override
    public Optional<Principal> authenticate(Context ctx) {
        // A token speaks for itself, whoever passes it on.
        if (!on || ctx.header("Authorization") != null) {
            return Optional.empty();
        }
        String subject = ctx.header("x-user-id");
        if (subject == null || !gateways.isTrusted(ctx.req().getRemoteAddr())) {
            return Optional.empty();
        }
        if (!SUBJECT.matcher(subject).matches()) {
            throw Problem.of(ProblemCode.UNAUTHENTICATED, "x-user-id takes 1 to 255 visible ASCII characters.");
        }
        if (ctx.header("Origin") != null) {
            checkOrigin.accept(ctx);
        }
        Member member = known(subject)
                .map(user -> standings.memberOf(ISSUER, user))
                .orElseGet(() -> standings.memberOf(
                        ISSUER, subject, () -> person(ctx, subject), rules, audit.joined(ctx, ISSUER)));
        return Optional.of(
                new Principal(new Caller(member.org(), member.user().id()), member.role(), new Proof.Gateway()));
    }

    private Optional<UserId> known(String subject) {
        if (subject.length() != 36) {
            return Optional.empty();
        }
        try {
            UserId user = new UserId(UUID.fromString(subject));
            return accounts.findUser(user).map(found -> user);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static IssuedPerson person(Context ctx, String subject) {
        @Nullable Email email = Claims.email(ctx.header("x-user-email"));
        return new IssuedPerson(
                ISSUER, subject, email, email != null, Claims.name(ctx.header("x-user-name"), email, subject));
    }

    @Override
    public boolean stillStands(Principal principal) {
        return principal.proof() instanceof Proof.Gateway && standings.stands(principal);
    }

    @Override
    public void forget(UserId user) {
        standings.forget(user);
    }
}
