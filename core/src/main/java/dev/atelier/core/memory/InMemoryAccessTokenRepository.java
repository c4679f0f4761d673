package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Hold;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.spi.AccessTokenRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Tokens by id, and the holds they caused; what became of a hold, the ledger knows. */
final class InMemoryAccessTokenRepository implements AccessTokenRepository {
    private record Cause(OrgId org, AccessTokenId token, HoldId hold, GenerationId generation, Instant at) {}

    private final InMemoryDatabase database;
    private final CreditLedger ledger;
    private final InMemoryTable<AccessTokenId, AccessToken> tokens;
    private final InMemoryTable<HoldId, Cause> causes;

    InMemoryAccessTokenRepository(InMemoryDatabase database, CreditLedger ledger) {
        this.database = database;
        this.ledger = ledger;
        this.tokens = new InMemoryTable<>(database, Comparator.comparing(AccessTokenId::value));
        this.causes = new InMemoryTable<>(database, Comparator.comparing(HoldId::value));
    }

    @Override
    public void insert(AccessToken token) {
        database.run(() -> {
            if (findByHash(token.value().hash()).isPresent()) {
                throw new IllegalStateException("the value is taken");
            }
            tokens.insert(token.id(), token, "access token " + token.id());
        });
    }

    @Override
    public void update(AccessToken token) {
        database.run(() -> tokens.get(token.id())
                .ifPresent(now -> tokens.put(
                        token.id(),
                        new AccessToken(
                                now.id(),
                                now.org(),
                                now.user(),
                                now.memberSince(),
                                now.terms(),
                                now.createdAt(),
                                token.value(),
                                token.previous(),
                                token.revokedAt(),
                                now.lastUse()))));
    }

    @Override
    public Optional<AccessToken> findByHash(String hash) {
        return database.inTransaction(() -> tokens.values().stream()
                .filter(token -> token.value().hash().equals(hash)
                        || (token.previous() != null && token.previous().hash().equals(hash)))
                .findFirst());
    }

    @Override
    public Optional<AccessToken> find(OrgId org, AccessTokenId token) {
        return database.inTransaction(
                () -> tokens.get(token).filter(found -> found.org().equals(org)));
    }

    @Override
    public Optional<AccessToken> lock(OrgId org, AccessTokenId token) {
        return find(org, token);
    }

    @Override
    public List<AccessToken> ofUser(OrgId org, UserId user) {
        return newestFirst(token -> token.org().equals(org) && token.user().equals(user));
    }

    @Override
    public List<AccessToken> ofOrg(OrgId org) {
        return newestFirst(token -> token.org().equals(org));
    }

    private List<AccessToken> newestFirst(Predicate<AccessToken> wanted) {
        return database.inTransaction(() -> tokens.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(AccessToken::createdAt)
                        .thenComparing(token -> token.id().value())
                        .reversed())
                .toList());
    }

    @Override
    public void used(AccessTokenId id, AccessToken.LastUse use) {
        database.run(() -> tokens.get(id)
                .filter(token -> token.lastUse() == null || token.lastUse().at().isBefore(use.at()))
                .ifPresent(token -> tokens.put(
                        id,
                        new AccessToken(
                                token.id(),
                                token.org(),
                                token.user(),
                                token.memberSince(),
                                token.terms(),
                                token.createdAt(),
                                token.value(),
                                token.previous(),
                                token.revokedAt(),
                                use))));
    }

    @Override
    public void insertHold(OrgId org, AccessTokenId token, HoldId hold, GenerationId generation, Instant at) {
        database.run(() -> causes.insert(hold, new Cause(org, token, hold, generation, at), "the cause of " + hold));
    }

    @Override
    public Map<AccessTokenId, Long> spent(OrgId org, Map<AccessTokenId, Instant> since) {
        return database.inTransaction(() -> {
            Map<AccessTokenId, Long> sums = new HashMap<>();
            since.keySet().forEach(token -> sums.put(token, 0L));
            for (Cause cause : causes.values()) {
                Instant from = since.get(cause.token());
                if (from != null && cause.org().equals(org) && !cause.at().isBefore(from)) {
                    long part = ledger.findHold(org, cause.hold())
                            .map(InMemoryAccessTokenRepository::notReleased)
                            .orElse(0L);
                    sums.merge(cause.token(), part, Long::sum);
                }
            }
            return sums;
        });
    }

    private static long notReleased(Hold hold) {
        return hold.amount() - hold.released();
    }

    @Override
    public Optional<AccessTokenId> tokenOf(OrgId org, GenerationId generation) {
        return database.inTransaction(() -> causes.values().stream()
                .filter(cause -> cause.org().equals(org) && cause.generation().equals(generation))
                .min(Comparator.comparing(Cause::at))
                .map(Cause::token));
    }
}
