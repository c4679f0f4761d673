package dev.atelier.app.limit;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.OneTimeToken;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Slows guessing down: so many tries in a quarter of an hour of one name, of one network, and of all together, counted by all servers
 * as one. A try is taken before the password is looked at, so that tries side by side count too; a right one is given back. Nobody is
 * locked out for long by another's tries. Thread-safe.
 */
public final class SignInLimits {
    private static final int NETWORK_FACTOR = 5;
    private static final int ALL_FACTOR = 100;

    private final Budgets budgets;
    private final int most;
    private final Function<Context, String> networkOf;

    private record Try(Quota quota, String subject) {}

    /** @param networkOf whose network a request comes from, with proxies seen through */
    public SignInLimits(Budgets budgets, LimitSettings settings, Function<Context, String> networkOf) {
        this.budgets = budgets;
        this.most = settings.signIns();
        this.networkOf = networkOf;
    }

    /**
     * Takes one try of this name.
     *
     * @param name as it was typed: an address, or what else stands for an account
     * @throws Problem 429 if too many were wrong of late
     */
    public void take(Context ctx, String name) {
        List<Verdict> verdicts = tries(ctx, name).stream()
                .map(one -> {
                    Verdict verdict = budgets.takeExactly(one.quota(), one.subject());
                    if (!verdict.allowed()) {
                        verdict.tell(ctx);
                        throw Problem.of(ProblemCode.RATE_LIMITED, "Too many tries to sign in.")
                                .retryAfter(verdict.untilNext());
                    }
                    return verdict;
                })
                .toList();
        verdicts.stream().min(Comparator.comparing(Verdict::left)).ifPresent(least -> least.tell(ctx));
    }

    /** The try was right. */
    public void giveBack(Context ctx, String name) {
        tries(ctx, name).forEach(one -> budgets.giveBack(one.quota(), one.subject()));
    }

    // In this order: a network that is shut out uses up nobody's name, and a name that is shut out nothing of all
    // others.
    private List<Try> tries(Context ctx, String name) {
        if (most == 0) {
            return List.of();
        }
        // Hashed, so that a long name costs no memory and none lies in the database.
        String hash = OneTimeToken.hashOf(name.strip().toLowerCase(Locale.ROOT));
        return List.of(
                new Try(quota("sign-in-network", NETWORK_FACTOR), "network/" + networkOf.apply(ctx)),
                new Try(quota("sign-in", 1), "name/" + hash),
                new Try(quota("sign-in-all", ALL_FACTOR), "all"));
    }

    private Quota quota(String word, int factor) {
        return new Quota(word, (long) most * factor, LimitSettings.SIGN_IN_WINDOW);
    }
}
