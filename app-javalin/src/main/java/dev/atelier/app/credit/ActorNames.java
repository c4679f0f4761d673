package dev.atelier.app.credit;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.credit.LedgerEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind the entries of one org's ledger. Whoever asked for pictures is or was a member; whoever granted credits may be
 * the operator, whose name is no business of other orgs. Asks for each person once; not thread-safe.
 */
final class ActorNames {
    private final AccountRepository accounts;
    private final OrgId org;
    private final Map<String, Optional<String>> known = new HashMap<>();

    ActorNames(AccountRepository accounts, OrgId org) {
        this.accounts = accounts;
        this.org = org;
    }

    /** Null for the system and for strangers. */
    @Nullable
    String of(LedgerEntry entry) {
        boolean asked = entry.generation() != null;
        return known.computeIfAbsent((asked ? "asked " : "granted ") + entry.actor(), key -> find(entry.actor(), asked))
                .orElse(null);
    }

    private Optional<String> find(String actor, boolean asked) {
        UserId id;
        try {
            id = new UserId(UUID.fromString(actor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return asked || accounts.findMember(org, id).isPresent()
                ? accounts.findUser(id).map(User::displayName)
                : Optional.empty();
    }
}
