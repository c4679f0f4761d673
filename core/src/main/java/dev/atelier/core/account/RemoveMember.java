package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Optional;

/** Takes a person out of an org; what he made stays, the keys that he brought for himself go with him. Never removes the last owner. Thread-safe. */
public final class RemoveMember {
    private final AccountRepository accounts;
    private final ProviderKeyRepository keys;
    private final Transactions transactions;

    public RemoveMember(AccountRepository accounts, ProviderKeyRepository keys, Transactions transactions) {
        this.accounts = accounts;
        this.keys = keys;
        this.transactions = transactions;
    }

    public MemberResult remove(Caller caller, UserId user) {
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
            if (OwnerRules.isLastOwner(accounts, member)) {
                return new MemberResult.Refused(MemberRefusal.LAST_OWNER);
            }
            accounts.removeMember(caller.org(), user);
            keys.deleteOf(caller.org(), user);
            return new MemberResult.Done(member);
        });
    }
}
