package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Invites a person into an org. The invite is good for seven days and once. Thread-safe. */
public final class InviteMember {
    private static final Duration GOOD_FOR = Duration.ofDays(7);

    private final AccountRepository accounts;
    private final Transactions transactions;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public InviteMember(AccountRepository accounts, Transactions transactions, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Result {
        /** @param token goes into the link; it cannot be shown again */
        record Invited(Invite invite, Secret token) implements Result {}

        /** Nothing was written. */
        record Refused(MemberRefusal why) implements Result {}

        /** Both cases in one expression. */
        default <T> T fold(BiFunction<Invite, Secret, T> invited, Function<MemberRefusal, T> refused) {
            if (this instanceof Invited it) {
                return invited.apply(it.invite(), it.token());
            }
            return refused.apply(((Refused) this).why());
        }
    }

    /** An earlier open invite of the same address is withdrawn. */
    public Result invite(Caller caller, Email email, Role role) {
        return transactions.inTransaction(() -> {
            accounts.lockOrg(caller.org());
            if (!OwnerRules.mayTouch(accounts, caller, role, role)) {
                return new Result.Refused(MemberRefusal.OWNERS_ONLY);
            }
            boolean member = accounts.findUserByEmail(email.value())
                    .flatMap(user -> accounts.findMember(caller.org(), user.id()))
                    .isPresent();
            if (member) {
                return new Result.Refused(MemberRefusal.ALREADY_MEMBER);
            }
            accounts.openInvites(caller.org()).stream()
                    .filter(open -> open.email().equals(email.value()))
                    .forEach(open -> accounts.deleteInvite(caller.org(), open.id()));
            OneTimeToken token = OneTimeToken.make(random);
            Instant now = clock.instant();
            Invite invite = new Invite(
                    new InviteId(ids.next()),
                    caller.org(),
                    email.value(),
                    role,
                    token.hash(),
                    caller.user(),
                    now,
                    now.plus(GOOD_FOR),
                    null);
            accounts.insertInvite(invite);
            return new Result.Invited(invite, token.token());
        });
    }
}
