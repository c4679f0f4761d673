package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import dev.atelier.app.http.Area;
import dev.atelier.app.token.TokenAudit;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.User;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.IssueAccessToken;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.SpendPeriod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For a program on a machine without a browser, by an operator who has the machine. Prints the token and nothing else. */
@Command(
        name = "access-token",
        description = "Prints a new access token of the owner, or of the member with this e-mail.",
        mixinStandardHelpOptions = true)
final class AccessTokenCommand implements Callable<Integer> {
    private final AtelierCommand root;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "Whose it is; the first owner's without it.")
    @Nullable
    String email;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is for, in words.")
    String name = "";

    @Option(
            names = "--scope",
            required = true,
            split = ",",
            paramLabel = "AREA:read|AREA:write",
            description = "What it may do; several by comma, such as generations:write,images:read.")
    List<String> scopes = List.of();

    @Option(names = "--days", paramLabel = "N", description = "How long it is good, 1 to 366; for ever without it.")
    @Nullable
    Integer days;

    @Option(names = "--monthly-credits", paramLabel = "N", description = "The most it may spend in a month.")
    @Nullable
    Long monthlyCredits;

    AccessTokenCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AccessToken.Terms terms;
        try {
            terms = terms();
        } catch (IllegalArgumentException e) {
            root.err().println(e.getMessage());
            return Exit.WRONG_INPUT;
        }
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            Optional<Member> owner = member(wiring);
            if (owner.isEmpty()) {
                root.err().println("There is nobody whose token it could be.");
                return Exit.WRONG_INPUT;
            }
            Optional<IssueAccessToken.Issued> issued = issue(wiring, owner.get(), terms);
            if (issued.isEmpty()) {
                root.err()
                        .println("This person has " + IssueAccessToken.MOST + " access tokens, the most there may be.");
                return Exit.FAILED;
            }
            root.out().println(issued.get().text().reveal());
            return Exit.OK;
        }
    }

    private static Optional<IssueAccessToken.Issued> issue(Wiring wiring, Member owner, AccessToken.Terms terms) {
        IssueAccessToken issue = new IssueAccessToken(wiring.store(), Ids.timeOrdered(wiring.clock()), wiring.clock());
        return wiring.store().transactions().inTransaction(() -> {
            Optional<IssueAccessToken.Issued> issued = issue.issue(owner, terms);
            issued.ifPresent(
                    made -> wiring.changes().record(owner.org(), AuditOrigin.cli(), TokenAudit.created(made.token())));
            return issued;
        });
    }

    private AccessToken.Terms terms() {
        Set<String> areas = Area.allGrantable().stream().map(Area::word).collect(Collectors.toSet());
        Set<Scope> wanted = scopes.stream().map(Scope::of).collect(Collectors.toSet());
        wanted.stream()
                .filter(scope -> !areas.contains(scope.area()))
                .findFirst()
                .ifPresent(scope -> {
                    throw new IllegalArgumentException("There is no scope " + scope + ".");
                });
        return new AccessToken.Terms(
                name,
                wanted,
                days == null ? null : Duration.ofDays(days),
                monthlyCredits == null ? null : Credits.of(monthlyCredits),
                SpendPeriod.MONTH,
                List.of());
    }

    private Optional<Member> member(Wiring wiring) {
        AccountRepository accounts = wiring.store().accounts();
        Optional<Member> found = email == null
                ? Optional.of(accounts)
                        .filter(AccountRepository::hasOwner)
                        .map(known -> wiring.firstStart().owner())
                : accounts.findUserByEmail(email.strip())
                        .map(User::id)
                        .flatMap(user -> accounts.memberships(user).stream().findFirst());
        return found.filter(member -> !member.user().disabled());
    }
}
