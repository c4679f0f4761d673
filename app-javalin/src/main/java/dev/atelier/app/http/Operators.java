package dev.atelier.app.http;

import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.spi.AccountRepository;
import java.util.Optional;

/**
 * Which org runs this server: the oldest, which the first start founded. What all orgs share (providers, models, prices) and what is
 * worth money (grants) is changed by its admins alone; an admin of a tenant could otherwise point a provider at his own host, or pay
 * himself. Thread-safe.
 */
public final class Operators {
    private final AccountRepository accounts;

    public Operators(AccountRepository accounts) {
        this.accounts = accounts;
    }

    /** @throws Problem 403 for members of any other org */
    public void require(Principal principal) {
        if (!includes(principal)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only the org that runs this server may do this.");
        }
    }

    /** True for members of the org that runs this server, whatever their role. */
    public boolean includes(Principal principal) {
        Optional<OrgId> operator = accounts.orgs().stream().findFirst().map(Org::id);
        return operator.equals(Optional.of(principal.org()));
    }
}
