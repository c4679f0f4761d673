package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Optional;

/**
 * Shuts a person out, or lets him in again; his open sessions end. Only for people of this org alone, since the mark is the
 * person's and not the membership's. Thread-safe.
 */
public final class ShutOutMember {
    private final AccountRepository accounts;
    private final Transactions transactions;

    public ShutOutMember(AccountRepository accounts, Transactions transactions) {
        this.accounts = accounts;
        this.transactions = transactions;
    }

    public MemberResult setDisabled(Caller caller, UserId user, boolean disabled) {
        return transactions.inTransaction(() -> {
            accounts.lockOrg(caller.org());
            Optional<Member> found = accounts.findMember(caller.org(), user);
            if (found.isEmpty()) {
                return new MemberResult.Refused(MemberRefusal.NO_SUCH_MEMBER);
            }
            Member member = found.get();
            if (!OwnerRules.mayTouch(accounts, caller, member.role(), member.role())) {
                return new MemberResult.Refused(MemberRefusal.OWNERS_ONLY);
            }
            if (disabled && OwnerRules.isLastOwner(accounts, member)) {
                return new MemberResult.Refused(MemberRefusal.LAST_OWNER);
            }
            if (accounts.memberships(user).size() > 1) {
                return new MemberResult.Refused(MemberRefusal.MEMBER_ELSEWHERE);
            }
            if (member.user().disabled() == disabled) {
                return new MemberResult.Done(member);
            }
            User changed = member.user().withDisabled(disabled);
            accounts.updateUser(changed);
            return new MemberResult.Done(new Member(member.org(), changed, member.role(), member.since()));
        });
    }
}
