package dev.atelier.core.token.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.shared.AddressBlock;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.SpendPeriod;
import dev.atelier.core.token.SpendRoom;
import dev.atelier.core.token.TokenSpending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AccessTokenRepository} promises. */
public abstract class AccessTokenRepositoryContract {
    private static final LedgerNote NOTE = LedgerNote.bySystem("test");

    private final SettableClock clock = SettableClock.standing(Samples.NOW);
    private AccessTokenRepository tokens;
    private TokenSpending spending;
    private Samples.Tenant tenant;
    private GenerationId generation;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        tokens = store().accessTokens();
        spending = new TokenSpending(store(), clock);
        tenant = Samples.tenant(store());
        generation = Samples.stored(store(), tenant).id();
        store().ledger().deposit(tenant.id(), EntryKind.GRANT, Credits.of(10_000), "grant", NOTE);
    }

    @Test
    void aTokenIsReadBackInFull() {
        AccessToken full = new AccessToken(
                new AccessTokenId(UUID.randomUUID()),
                tenant.id(),
                tenant.userId(),
                Samples.NOW.minusSeconds(9),
                new AccessToken.Terms(
                        "Nightly \"build\" ü",
                        Set.of(Scope.write("generations"), Scope.read("images")),
                        Duration.ofDays(90).plusNanos(7_000),
                        Credits.of(500),
                        SpendPeriod.TOTAL,
                        List.of(AddressBlock.of("10.0.0.0/8"), AddressBlock.of("2001:db8::/32"))),
                Samples.NOW,
                new AccessToken.Value(Samples.sha256(), "wxyz", Samples.NOW, Samples.NOW.plusSeconds(60)),
                new AccessToken.Previous(Samples.sha256(), Samples.NOW.plusSeconds(30)),
                null,
                null);
        AccessToken plain = token(null, Samples.NOW.plusSeconds(1));
        tokens.insert(full);
        tokens.insert(plain);

        assertThat(tokens.find(tenant.id(), full.id())).contains(full);
        assertThat(tokens.lock(tenant.id(), full.id())).contains(full);
        assertThat(tokens.findByHash(full.value().hash())).contains(full);
        assertThat(tokens.findByHash(full.previous().hash())).contains(full);
        assertThat(tokens.findByHash(plain.value().hash())).contains(plain);
        assertThat(tokens.findByHash(Samples.sha256())).isEmpty();
        assertThat(tokens.ofUser(tenant.id(), tenant.userId())).containsExactly(plain, full);
        assertThat(tokens.ofOrg(tenant.id())).containsExactly(plain, full);
    }

    @Test
    void anotherOrgFindsNothing() {
        AccessToken token = inserted(5L);
        OrgId other = Samples.tenant(store()).id();

        assertThat(tokens.find(other, token.id())).isEmpty();
        assertThat(tokens.lock(other, token.id())).isEmpty();
        assertThat(tokens.ofOrg(other)).isEmpty();
        assertThat(tokens.ofUser(other, tenant.userId())).isEmpty();
        hold(token, 3);
        assertThat(tokens.spent(other, Map.of(token.id(), Instant.EPOCH))).containsExactly(Map.entry(token.id(), 0L));
    }

    @Test
    void anIdIsThereOnce() {
        AccessToken token = inserted(null);
        assertThatThrownBy(() -> tokens.insert(token)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aChangeKeepsTermsAndLastUse() {
        AccessToken token = inserted(5L);
        AccessToken.LastUse use = new AccessToken.LastUse(Samples.NOW.plusSeconds(2), "10.1.2.3");
        tokens.used(token.id(), use);
        AccessToken.Value next =
                new AccessToken.Value(Samples.sha256(), "abcd", Samples.NOW.plusSeconds(3), Samples.NOW.plusSeconds(9));
        AccessToken.Previous previous = new AccessToken.Previous(token.value().hash(), Samples.NOW.plusSeconds(5));
        AccessToken changed = new AccessToken(
                token.id(),
                token.org(),
                token.user(),
                token.memberSince(),
                token.terms(),
                token.createdAt(),
                next,
                previous,
                Samples.NOW.plusSeconds(8),
                null);
        tokens.update(changed);

        AccessToken found = tokens.find(tenant.id(), token.id()).orElseThrow();
        assertThat(found.value()).isEqualTo(next);
        assertThat(found.previous()).isEqualTo(previous);
        assertThat(found.revokedAt()).isEqualTo(Samples.NOW.plusSeconds(8));
        assertThat(found.lastUse()).isEqualTo(use);
        assertThat(tokens.findByHash(token.value().hash())).contains(found);
    }

    @Test
    void theLatestUseIsKept() {
        AccessToken token = inserted(null);
        tokens.used(token.id(), new AccessToken.LastUse(Samples.NOW.plusSeconds(5), "10.0.0.5"));
        tokens.used(token.id(), new AccessToken.LastUse(Samples.NOW.plusSeconds(3), "10.0.0.3"));
        assertThat(tokens.find(tenant.id(), token.id()).orElseThrow().lastUse())
                .isEqualTo(new AccessToken.LastUse(Samples.NOW.plusSeconds(5), "10.0.0.5"));
    }

    @Test
    void whatIsHeldAndChargedIsSpentAndWhatIsReleasedIsNot() {
        AccessToken token = inserted(100L);
        HoldId first = hold(token, 30);
        hold(token, 20);
        hold(inserted(100L), 7);
        assertThat(spent(token, Instant.EPOCH)).isEqualTo(50);

        store().ledger().capture(tenant.id(), first, "a", Credits.of(10), NOTE);
        assertThat(spent(token, Instant.EPOCH)).isEqualTo(50);

        store().ledger().release(tenant.id(), first, "b", Credits.of(20), NOTE);
        assertThat(spent(token, Instant.EPOCH)).isEqualTo(30);
        assertThat(spent(token, Samples.NOW)).isEqualTo(30);
        assertThat(spent(token, Samples.NOW.plusSeconds(1))).isZero();
    }

    @Test
    void theFirstHoldOfAGenerationNamesItsToken() {
        AccessToken first = inserted(null);
        assertThat(tokens.tokenOf(tenant.id(), generation)).isEmpty();
        hold(first, generation, 2);
        clock.advance(Duration.ofSeconds(1));
        hold(inserted(null), generation, 2);
        assertThat(tokens.tokenOf(tenant.id(), generation)).contains(first.id());
        assertThat(tokens.tokenOf(Samples.tenant(store()).id(), generation)).isEmpty();
    }

    @Test
    void aLimitHoldsUnderARace() {
        AccessToken token = inserted(50L);
        AccessToken free = inserted(null);
        List<Optional<HoldId>> answers = Together.run(64, thread -> take(thread % 4 == 3 ? free : token, 3));

        assertThat(spent(token, Instant.EPOCH)).isEqualTo(48);
        assertThat(spent(free, Instant.EPOCH)).isEqualTo(16 * 3);
        assertThat(answers.stream().flatMap(Optional::stream)).hasSize(32);
        assertThat(take(token, 3)).isEmpty();
        assertThat(take(token, 2)).isPresent();
        assertThat(spending.shortOf(caller(token), Credits.of(1)))
                .contains(new SpendRoom(50, 50, Instant.parse("2026-12-01T00:00:00Z")));
    }

    @Test
    void aReleaseMakesRoomAgain() {
        AccessToken token = inserted(10L);
        HoldId hold = take(token, 10).orElseThrow();
        assertThat(take(token, 1)).isEmpty();
        store().ledger().release(tenant.id(), hold, "a", Credits.of(4), NOTE);
        store().ledger().capture(tenant.id(), hold, "b", Credits.of(6), NOTE);
        assertThat(take(token, 5)).isEmpty();
        assertThat(take(token, 4)).isPresent();
    }

    @Test
    void aMonthEndsInUtc() {
        until("2026-11-30T23:59:59.999Z");
        AccessToken token = inserted(10L);
        assertThat(take(token, 10)).isPresent();
        assertThat(take(token, 1)).isEmpty();
        until("2026-12-01T00:00:00Z");
        assertThat(take(token, 10)).isPresent();
        assertThat(take(token, 1)).isEmpty();
    }

    @Test
    void aRevokedTokenSpendsNothing() {
        AccessToken token = inserted(null);
        tokens.update(new AccessToken(
                token.id(),
                token.org(),
                token.user(),
                token.memberSince(),
                token.terms(),
                token.createdAt(),
                token.value(),
                null,
                Samples.NOW,
                null));
        assertThat(take(token, 1)).isEmpty();
    }

    private void until(String time) {
        clock.advance(Duration.between(clock.instant(), Instant.parse(time)));
    }

    private Optional<HoldId> take(AccessToken token, long credits) {
        return store().transactions().inTransaction(() -> {
            if (spending.shortOf(caller(token), Credits.of(credits)).isPresent()) {
                return Optional.empty();
            }
            HoldId hold = new HoldId(UUID.randomUUID());
            assertThat(store().ledger().hold(tenant.id(), hold, generation, Credits.of(credits), NOTE))
                    .isTrue();
            spending.took(caller(token), hold, generation);
            return Optional.of(hold);
        });
    }

    private HoldId hold(AccessToken token, long credits) {
        return hold(token, generation, credits);
    }

    private HoldId hold(AccessToken token, GenerationId made, long credits) {
        HoldId hold = new HoldId(UUID.randomUUID());
        store().ledger().hold(tenant.id(), hold, made, Credits.of(credits), NOTE);
        tokens.insertHold(tenant.id(), token.id(), hold, made, clock.instant());
        return hold;
    }

    private long spent(AccessToken token, Instant since) {
        return tokens.spent(tenant.id(), Map.of(token.id(), since)).get(token.id());
    }

    private Caller caller(AccessToken token) {
        return new Caller(tenant.id(), tenant.userId(), token.id());
    }

    private AccessToken inserted(@Nullable Long limit) {
        AccessToken token = token(limit, Samples.NOW);
        tokens.insert(token);
        return token;
    }

    private AccessToken token(@Nullable Long limit, Instant at) {
        return new AccessToken(
                new AccessTokenId(UUID.randomUUID()),
                tenant.id(),
                tenant.userId(),
                Samples.NOW,
                new AccessToken.Terms(
                        "CI",
                        Set.of(Scope.write("generations")),
                        null,
                        limit == null ? null : Credits.of(limit),
                        SpendPeriod.MONTH,
                        List.of()),
                at,
                new AccessToken.Value(Samples.sha256(), "wxyz", at, null),
                null,
                null,
                null);
    }
}
