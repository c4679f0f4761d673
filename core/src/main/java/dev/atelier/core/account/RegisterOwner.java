package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Founds an org with its first owner: at the first start, and by the operator for each further org. Whether the asker may is
 * the caller's matter. Thread-safe.
 */
public final class RegisterOwner {
    private final AccountRepository accounts;
    private final Transactions transactions;
    private final Ids ids;
    private final Clock clock;

    public RegisterOwner(AccountRepository accounts, Transactions transactions, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param passwordHash null if the owner signs in by a link first
     * @throws IllegalStateException if the e-mail is taken; nothing was then written
     */
    public Member register(String orgName, Email email, String displayName, @Nullable String passwordHash) {
        return transactions.inTransaction(() -> {
            Instant now = clock.instant();
            if (accounts.findUserByEmail(email.value()).isPresent()) {
                throw new IllegalStateException("the e-mail is taken");
            }
            Org org = new Org(new OrgId(ids.next()), orgName, now);
            User owner = new User(new UserId(ids.next()), email.value(), displayName, passwordHash, false, 0, now);
            accounts.insertOrg(org);
            accounts.insertUser(owner);
            accounts.putMember(org.id(), owner.id(), Role.OWNER);
            return new Member(org.id(), owner, Role.OWNER, now);
        });
    }
}
