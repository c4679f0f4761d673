package dev.atelier.core.memory;

import dev.atelier.core.shared.spi.IdempotencyStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers by key. A twin waits at the database's lock, and a rollback takes the claim back with all else. */
final class InMemoryIdempotencyStore implements IdempotencyStore {
    private record Claim(Instant at, @Nullable Answer answer) {}

    private final InMemoryDatabase database;
    private final InMemoryTable<Key, Claim> claims;

    InMemoryIdempotencyStore(InMemoryDatabase database) {
        this.database = database;
        this.claims = new InMemoryTable<>(
                database,
                Comparator.<Key, java.util.UUID>comparing(key -> key.org().value())
                        .thenComparing(Key::principal)
                        .thenComparing(Key::route)
                        .thenComparing(Key::key));
    }

    @Override
    public Optional<Answer> claim(Key key, Instant now) {
        return database.inTransaction(() -> {
            Optional<Answer> answer = claims.get(key).map(Claim::answer);
            if (answer.isEmpty()) {
                claims.put(key, new Claim(now, null));
            }
            return answer;
        });
    }

    @Override
    public void renew(Key key, Instant now) {
        database.run(() -> claims.put(key, new Claim(now, null)));
    }

    @Override
    public void store(Key key, Answer answer) {
        database.run(() -> {
            Claim claim = claims.get(key)
                    .filter(found -> found.answer() == null)
                    .orElseThrow(() -> new IllegalStateException("the key was not claimed"));
            claims.put(key, new Claim(claim.at(), answer));
        });
    }

    @Override
    public int forgetBefore(Instant instant) {
        return database.inTransaction(() -> {
            List<Key> old = claims.rows().entrySet().stream()
                    .filter(entry -> entry.getValue().at().isBefore(instant))
                    .map(Map.Entry::getKey)
                    .toList();
            old.forEach(claims::remove);
            return old.size();
        });
    }
}
