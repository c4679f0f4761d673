package dev.atelier.core.memory;

import dev.atelier.core.account.Identity;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.IdentityRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Identities by issuer and subject; invites are the account repository's. */
final class InMemoryIdentityRepository implements IdentityRepository {
    private record Key(String issuer, String subject) {}

    private final InMemoryDatabase database;
    private final InMemoryAccountRepository accounts;
    private final InMemoryTable<Key, Identity> identities;
    private final InMemoryTable<String, Instant> used;

    InMemoryIdentityRepository(InMemoryDatabase database, InMemoryAccountRepository accounts) {
        this.database = database;
        this.accounts = accounts;
        this.identities =
                new InMemoryTable<>(database, Comparator.comparing(Key::issuer).thenComparing(Key::subject));
        this.used = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public Optional<Identity> find(String issuer, String subject) {
        return database.inTransaction(() -> identities.get(new Key(issuer, subject)));
    }

    @Override
    public boolean insertIfAbsent(Identity identity) {
        return database.inTransaction(() -> {
            Key key = new Key(identity.issuer(), identity.subject());
            if (identities.has(key)) {
                return false;
            }
            if (accounts.findUser(identity.user()).isEmpty()) {
                throw new IllegalStateException("user " + identity.user() + " does not exist");
            }
            identities.put(key, identity);
            return true;
        });
    }

    @Override
    public List<Identity> of(UserId user) {
        return database.inTransaction(() -> identities.values().stream()
                .filter(identity -> identity.user().equals(user))
                .sorted(Comparator.comparing(Identity::createdAt))
                .toList());
    }

    @Override
    public List<Invite> lockInvitesTo(String email, Instant now) {
        return accounts.invitesTo(email, now);
    }

    @Override
    public boolean use(String hash, Instant expiresAt, Instant now) {
        return database.inTransaction(() -> {
            List<String> old = used.rows().entrySet().stream()
                    .filter(entry -> entry.getValue().isBefore(now))
                    .map(Map.Entry::getKey)
                    .toList();
            old.forEach(used::remove);
            if (used.has(hash)) {
                return false;
            }
            used.put(hash, expiresAt);
            return true;
        });
    }
}
