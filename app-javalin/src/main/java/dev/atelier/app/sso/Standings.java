package dev.atelier.app.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.IssuedPerson;
import dev.atelier.core.account.IssuerRules;
import dev.atelier.core.account.IssuerSignIn;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The members behind subjects that come with every request, as the store has them, at most five seconds old. Thread-safe. */
final class Standings {
    private static final Duration CACHED_FOR = Duration.ofSeconds(5);
    private static final int MOST_CACHED = 20_000;

    private final SignInByIssuer signIns;
    private final AccountRepository accounts;
    private final Cache<Key, Member> members;

    private record Key(String issuer, String subject) {}

    Standings(SignInByIssuer signIns, AccountRepository accounts, Clock clock) {
        this.signIns = signIns;
        this.accounts = accounts;
        this.members = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(CACHED_FOR)
                .ticker(() -> Math.multiplyExact(clock.millis(), 1_000_000L))
                .build();
    }

    /**
     * The person's oldest membership; a person who is new is made.
     *
     * @param joined told if the person became a member by this
     *
     * @throws Problem 403 if he is not let in
     */
    Member memberOf(
            String issuer, String subject, Supplier<IssuedPerson> person, IssuerRules rules, Consumer<Member> joined) {
        // A refusal is thrown and so not kept: whoever is invited meanwhile comes in at once.
        return members.get(
                new Key(issuer, subject),
                key -> signIns.signIn(person.get(), rules, joined).fold(IssuerSignIn.LetIn::member, why -> {
                    throw Problem.of(ProblemCode.FORBIDDEN, why.sentence());
                }));
    }

    /** The membership by the id of a person who is here already. */
    Member memberOf(String issuer, UserId user) {
        return members.get(
                new Key(issuer, user.toString()),
                key -> accounts.memberships(user).stream()
                        .filter(member -> !member.user().disabled())
                        .findFirst()
                        .orElseThrow(() -> Problem.of(ProblemCode.FORBIDDEN, "You are no member, or shut out.")));
    }

    /** True if the principal is still a member with that role. */
    boolean stands(Principal principal) {
        return accounts.findMember(principal.org(), principal.user())
                .filter(member -> !member.user().disabled())
                .filter(member -> member.role() == principal.role())
                .isPresent();
    }

    void forget(UserId user) {
        members.asMap().values().removeIf(member -> member.user().id().equals(user));
    }
}
