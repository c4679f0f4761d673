package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Optional;

/** Gives a member another role. Never leaves an org without an owner. Thread-safe. */
public final class ChangeRole {
    private final AccountRepository accounts;
    private final Transactions transactions;

    public ChangeRole(AccountRepository accounts, Transactions transactions) {
        this.accounts = accounts;
        this.transactions = transactions;
    }

    public MemberResult change(Caller caller, UserId user, Role role) {
        return transactions.inTransaction(() -> {
            accounts.lockOrg(caller.org());
            Optional<Member> found = accounts.findMember(caller.org(), user);
            if (found.isEmpty()) {
                return new MemberResult.Refused(MemberRefusal.NO_SUCH_MEMBER);
            }
            Member member = found.get();
            if (!OwnerRules.mayTouch(accounts, caller, member.role(), role)) {
                return new MemberResult.Refused(MemberRefusal.OWNERS_ONLY);
            }
            if (role != Role.OWNER && OwnerRules.isLastOwner(accounts, member)) {
                return new MemberResult.Refused(MemberRefusal.LAST_OWNER);
            }
            accounts.putMember(caller.org(), user, role);
            return new MemberResult.Done(new Member(member.org(), member.user(), role, member.since()));
        });
    }
}
