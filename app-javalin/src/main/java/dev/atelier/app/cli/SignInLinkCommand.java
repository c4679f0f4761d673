package dev.atelier.app.cli;

import dev.atelier.app.FirstStart;
import dev.atelier.app.Wiring;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.User;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.secret.Secret;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For somebody who cannot sign in, by an operator who has the machine. */
@Command(
        name = "sign-in-link",
        description = "Prints a link that signs the owner, or the member with this e-mail, in once within 15 minutes.",
        mixinStandardHelpOptions = true)
final class SignInLinkCommand implements Callable<Integer> {
    private final AtelierCommand root;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "Whom it signs in; the first owner without it.")
    @Nullable
    String email;

    SignInLinkCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            Optional<Member> member = member(wiring);
            if (member.isEmpty()) {
                root.err().println(refusal(wiring));
                return Exit.WRONG_INPUT;
            }
            Secret key = issue(wiring, member.get());
            root.out().println(Banner.welcome(ServerAddress.known(wiring.config()), key));
            return Exit.OK;
        }
    }

    private static Secret issue(Wiring wiring, Member member) {
        return wiring.store().transactions().inTransaction(() -> {
            wiring.changes()
                    .record(
                            member.org(),
                            AuditOrigin.cli(),
                            AuditChange.done(AuditAction.SIGN_IN_LINK_ISSUED, AuditTrail.subject(member.user())));
            return wiring.signInLinks().issue(member.org(), member.user().id());
        });
    }

    private Optional<Member> member(Wiring wiring) {
        AccountRepository accounts = wiring.store().accounts();
        FirstStart firstStart = wiring.firstStart();
        Optional<Member> found;
        if (email == null) {
            found = accounts.hasOwner() ? Optional.of(firstStart.owner()) : Optional.empty();
        } else {
            found = accounts.findUserByEmail(email.strip())
                    .map(User::id)
                    .flatMap(user -> accounts.memberships(user).stream().findFirst());
        }
        return found.filter(member -> !member.user().disabled());
    }

    private String refusal(Wiring wiring) {
        return email == null && !wiring.store().accounts().hasOwner()
                ? "There is no owner yet; admin create-owner makes one."
                : "Nobody who may sign in has this e-mail.";
    }
}
