package dev.atelier.core.account.spi;

import dev.atelier.core.account.Identity;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** People as issuers know them, and what a sign-in at an issuer needs besides. Thread-safe; joins the caller's transaction. */
public interface IdentityRepository {
    /** Finds by issuer and subject, both compared letter by letter. */
    Optional<Identity> find(String issuer, String subject);

    /**
     * Keeps the identity unless issuer and subject are taken. A caller at the same moment waits until the other's transaction ends.
     *
     * @return false if they are taken; nothing was then written, and the caller's transaction goes on
     */
    boolean insertIfAbsent(Identity identity);

    /** The person's identities, oldest first. */
    List<Identity> of(UserId user);

    /** Invites to this address that are open at that time, newest first, in all orgs; locked in a transaction. */
    List<Invite> lockInvitesTo(String email, Instant now);

    /**
     * Uses up something that is good once, such as a begun sign-in. Forgets what had expired by now.
     *
     * @param hash SHA-256 in hex of what is used
     * @param expiresAt from when on it is refused for another reason, so that it need not be kept
     * @return false if it was used before: of any number of callers at once, one gets true
     */
    boolean use(String hash, Instant expiresAt, Instant now);
}
