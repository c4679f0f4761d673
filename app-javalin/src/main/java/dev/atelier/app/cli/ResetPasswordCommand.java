package dev.atelier.app.cli;

import dev.atelier.app.FirstStart;
import dev.atelier.app.Wiring;
import dev.atelier.core.account.Member;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.secret.Secret;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** For an owner who lost the password but has the machine. */
@Command(
        name = "reset-password",
        description = "Gives the owner a new random password and ends every session of his.",
        mixinStandardHelpOptions = true)
final class ResetPasswordCommand implements Callable<Integer> {
    private final AtelierCommand root;

    ResetPasswordCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            FirstStart firstStart = wiring.firstStart();
            if (!wiring.store().accounts().hasOwner()) {
                root.err().println("There is no owner yet; admin create-owner makes one.");
                return Exit.WRONG_INPUT;
            }
            Member owner = firstStart.owner();
            Secret password = firstStart.resetPassword(owner, AuditOrigin.cli());
            firstStart.passwordFile(owner);
            root.out().println("New password of " + owner.user().email() + ": " + password.reveal());
            return Exit.OK;
        }
    }
}
