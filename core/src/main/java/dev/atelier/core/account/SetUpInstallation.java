package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Optional;

/**
 * The first thing an owner does whose password was made by us: he names his org and himself, and chooses a password. Possible once,
 * while the password is still the one that was made. Thread-safe.
 */
public final class SetUpInstallation {
    private final AccountRepository accounts;
    private final Transactions transactions;

    public SetUpInstallation(AccountRepository accounts, Transactions transactions) {
        this.accounts = accounts;
        this.transactions = transactions;
    }

    /** True while this person is an owner of the org and has the password that was made for him. */
    public boolean neededBy(Caller caller) {
        return accounts.findMember(caller.org(), caller.user())
                        .filter(member -> member.role() == Role.OWNER)
                        .isPresent()
                && accounts.passwordGenerated(caller.user());
    }

    /**
     * Writes all of it or nothing; every session and sign-in link of the person made before ends.
     *
     * @return empty if {@link #neededBy} is false
     * @throws IllegalStateException if the e-mail is another person's
     */
    public Optional<Member> setUp(Caller caller, String orgName, String displayName, Email email, String passwordHash) {
        return transactions.inTransaction(() -> {
            accounts.lockOrg(caller.org());
            Optional<Org> org = accounts.findOrg(caller.org());
            Optional<User> owner = accounts.findUser(caller.user());
            if (org.isEmpty() || owner.isEmpty() || !neededBy(caller)) {
                return Optional.empty();
            }
            accounts.updateOrg(new Org(org.get().id(), orgName, org.get().createdAt()));
            accounts.updateUser(
                    owner.get().withEmail(email).withDisplayName(displayName).withPasswordHash(passwordHash));
            return accounts.findMember(caller.org(), caller.user());
        });
    }
}
