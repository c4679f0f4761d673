package dev.atelier.app.cli;

import dev.atelier.app.FirstStart;
import dev.atelier.app.Wiring;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.User;
import dev.atelier.core.account.spi.AccountRepository;
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
            var key = wiring.signInLinks()
                    .issue(member.get().org(), member.get().user().id());
            root.out().println(Banner.welcome(ServerAddress.known(wiring.config()), key));
            return Exit.OK;
        }
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
