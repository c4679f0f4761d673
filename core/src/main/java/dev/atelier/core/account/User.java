package dev.atelier.core.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person.
 *
 * @param email lower case, unique over all orgs
 * @param passwordHash null until a password was set; never leaves the server
 * @param disabled a disabled person is refused at once, open sessions included
 * @param sessionVersion raised to end every session of the person at once
 */
public record User(
        UserId id,
        String email,
        String displayName,
        @Nullable String passwordHash,
        boolean disabled,
        int sessionVersion,
        Instant createdAt) {
    /** The same person with another password; every session made before ends. */
    public User withPasswordHash(String hash) {
        return new User(id, email, displayName, hash, disabled, sessionVersion + 1, createdAt);
    }

    /** The same person, let in or shut out; every session made before ends. */
    public User withDisabled(boolean shut) {
        return new User(id, email, displayName, passwordHash, shut, sessionVersion + 1, createdAt);
    }

    /** The same person under another name; sessions stay. */
    public User withDisplayName(String name) {
        return new User(id, email, name, passwordHash, disabled, sessionVersion, createdAt);
    }

    /** The same person with another address; sessions stay. */
    public User withEmail(Email address) {
        return new User(id, address.value(), displayName, passwordHash, disabled, sessionVersion, createdAt);
    }

    /** Leaves the hash out, so that no log line can carry it. */
    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
