package dev.atelier.app.limit;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Admission;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Proof;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds each caller to the pace of the route. The route's class counts, never the path as it was written. Thread-safe. */
public final class RouteLimits implements Admission {
    private final Budgets budgets;
    private final Map<Pace, Quota> quotas;
    private final Function<Context, String> addressOf;

    /** @param addressOf whose address a request comes from, with proxies seen through */
    public RouteLimits(Budgets budgets, LimitSettings settings, Function<Context, String> addressOf) {
        this.budgets = budgets;
        this.quotas = settings.quotas();
        this.addressOf = addressOf;
    }

    @Override
    public void admit(Context ctx, Access.Route route, @Nullable Principal principal) {
        Quota quota = quotas.get(route.pace());
        if (quota == null) {
            return;
        }
        String subject = principal == null ? "address/" + addressOf.apply(ctx) : subjectOf(principal);
        Verdict verdict = budgets.take(quota, subject);
        verdict.tell(ctx);
        if (!verdict.allowed()) {
            throw Problem.of(
                            ProblemCode.RATE_LIMITED,
                            "Up to " + quota.most() + " " + quota.name() + " a minute are let in here.")
                    .retryAfter(verdict.untilNext());
        }
    }

    private static String subjectOf(Principal principal) {
        // A token that runs wild does not shut its person out of the studio.
        return principal.proof() instanceof Proof.AccessToken token
                ? "token/" + token.id()
                : "user/" + principal.user();
    }
}
