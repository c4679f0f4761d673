package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import java.util.Optional;

/** The two rules about owners that every change of a membership keeps. Read under the org's lock. */
final class OwnerRules {
    private OwnerRules() {}

    /** Refuses an actor who is no owner and touches one or makes one. */
    static boolean mayTouch(AccountRepository accounts, Caller caller, Role before, Role after) {
        Optional<Member> actor = accounts.findMember(caller.org(), caller.user());
        boolean aboutOwners = before == Role.OWNER || after == Role.OWNER;
        return actor.isPresent() && (actor.get().role() == Role.OWNER || !aboutOwners);
    }

    /** True if nobody but this member could still act as owner. */
    static boolean isLastOwner(AccountRepository accounts, Member member) {
        return member.role() == Role.OWNER
                && accounts.members(member.org()).stream()
                        .filter(other -> other.role() == Role.OWNER)
                        .filter(other -> !other.user().disabled())
                        .allMatch(
                                other -> other.user().id().equals(member.user().id()));
    }
}
