package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Turns an invite into a membership, once. Thread-safe. */
public final class AcceptInvite {
    private final AccountRepository accounts;
    private final Transactions transactions;
    private final Ids ids;
    private final Clock clock;

    public AcceptInvite(AccountRepository accounts, Transactions transactions, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The person whom the token invites, if he is known from another org: he then proves himself by his own password before
     * {@link #accept}, instead of choosing one.
     */
    public Optional<User> knownPerson(String token) {
        return transactions.inTransaction(
                () -> open(token).flatMap(invite -> accounts.findUserByEmail(invite.email())));
    }

    /**
     * @param passwordHash the new person's; not used for a person who is known already
     * @return refused with {@code INVITE_NOT_VALID} whatever is wrong with the token
     */
    public MemberResult accept(String token, String displayName, String passwordHash) {
        return transactions.inTransaction(() -> {
            Optional<Invite> found = open(token);
            if (found.isEmpty()) {
                return new MemberResult.Refused(MemberRefusal.INVITE_NOT_VALID);
            }
            Invite invite = found.get();
            Instant now = clock.instant();
            User user = accounts.findUserByEmail(invite.email()).orElseGet(() -> {
                User added = new User(new UserId(ids.next()), invite.email(), displayName, passwordHash, false, 0, now);
                accounts.insertUser(added);
                return added;
            });
            if (accounts.findMember(invite.org(), user.id()).isPresent()) {
                return new MemberResult.Refused(MemberRefusal.ALREADY_MEMBER);
            }
            accounts.updateInvite(new Invite(
                    invite.id(),
                    invite.org(),
                    invite.email(),
                    invite.role(),
                    invite.tokenHash(),
                    invite.invitedBy(),
                    invite.createdAt(),
                    invite.expiresAt(),
                    now));
            accounts.putMember(invite.org(), user.id(), invite.role());
            return new MemberResult.Done(new Member(invite.org(), user, invite.role(), now));
        });
    }

    private Optional<Invite> open(String token) {
        return accounts.lockInviteByTokenHash(OneTimeToken.hashOf(token))
                .filter(invite -> invite.acceptedAt() == null)
                .filter(invite -> clock.instant().isBefore(invite.expiresAt()));
    }
}
