package dev.atelier.core.account.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.SessionOrigin;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AccountRepository} promises. */
public abstract class AccountRepositoryContract {
    private AccountRepository accounts;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        accounts = store().accounts();
        tenant = Samples.tenant(store());
    }

    @Test
    void orgsAreReadBackOldestFirst() {
        Org older = new Org(new OrgId(UUID.randomUUID()), "Caf\u00e9 \u2615", Samples.NOW.minusSeconds(5));
        accounts.insertOrg(older);

        assertThat(accounts.findOrg(older.id())).contains(older);
        assertThat(accounts.findOrg(new OrgId(UUID.randomUUID()))).isEmpty();
        List<Org> mine = List.of(older, tenant.org());
        assertThat(accounts.orgs()).filteredOn(mine::contains).containsExactlyElementsOf(mine);
    }

    @Test
    void aPersonIsFoundByIdAndByEmailWithoutCase() {
        User user = tenant.user();

        assertThat(accounts.findUser(user.id())).contains(user);
        assertThat(accounts.findUserByEmail(user.email())).contains(user);
        assertThat(accounts.findUserByEmail(user.email().toUpperCase(java.util.Locale.ROOT)))
                .contains(user);
        assertThat(accounts.findUser(new UserId(UUID.randomUUID()))).isEmpty();
        assertThat(accounts.findUserByEmail("nobody-" + user.email())).isEmpty();
    }

    @Test
    void aTakenEmailIsRefused() {
        User twin = user(tenant.user().email());

        assertThatThrownBy(() -> accounts.insertUser(twin))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(twin.email());
        assertThat(accounts.findUser(twin.id())).isEmpty();
    }

    @Test
    void ofManyPeopleWithOneEmailOneGetsIn() {
        String email = UUID.randomUUID() + "@example.com";

        List<Boolean> in = Together.run(8, i -> {
            try {
                accounts.insertUser(user(email));
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        });

        assertThat(Collections.frequency(in, true)).isEqualTo(1);
    }

    @Test
    void aPersonIsChanged() {
        User changed = tenant.user().withPasswordHash("$2a$12$other").withDisabled(true);
        accounts.updateUser(changed);

        assertThat(accounts.findUser(changed.id())).contains(changed);
        assertThat(accounts.findMember(tenant.id(), changed.id()))
                .hasValueSatisfying(member -> assertThat(member.user()).isEqualTo(changed));
    }

    @Test
    void aPersonWithoutAPasswordIsReadBack() {
        User user = new User(
                new UserId(UUID.randomUUID()), UUID.randomUUID() + "@example.com", "", null, true, 0, Samples.NOW);
        accounts.insertUser(user);

        assertThat(accounts.findUser(user.id())).contains(user);
    }

    @Test
    void membersComeAndChangeTheirRoleAndGo() {
        User guest = Samples.user();
        accounts.insertUser(guest);
        accounts.putMember(tenant.id(), guest.id(), Role.VIEWER);
        Member before = accounts.findMember(tenant.id(), guest.id()).orElseThrow();
        accounts.putMember(tenant.id(), guest.id(), Role.CREATOR);
        Member after = accounts.findMember(tenant.id(), guest.id()).orElseThrow();

        assertThat(before.role()).isEqualTo(Role.VIEWER);
        assertThat(after).isEqualTo(new Member(tenant.id(), guest, Role.CREATOR, before.since()));
        assertThat(accounts.members(tenant.id()))
                .extracting(Member::user)
                .containsExactlyInAnyOrder(tenant.user(), guest);
        assertThat(accounts.members(tenant.id())).extracting(Member::since).isSorted();
        accounts.removeMember(tenant.id(), guest.id());
        accounts.removeMember(tenant.id(), guest.id());
        assertThat(accounts.findMember(tenant.id(), guest.id())).isEmpty();
        assertThat(accounts.findUser(guest.id())).contains(guest);
    }

    @Test
    void membershipsOfAPersonAreOfAllOrgs() {
        Samples.Tenant other = Samples.tenant(store());
        accounts.putMember(other.id(), tenant.userId(), Role.EVALUATOR);

        assertThat(accounts.memberships(tenant.userId()))
                .extracting(Member::org)
                .containsExactlyInAnyOrder(tenant.id(), other.id());
        assertThat(accounts.memberships(tenant.userId()))
                .extracting(Member::since)
                .isSorted();
        assertThat(accounts.findMember(tenant.id(), other.userId())).isEmpty();
        assertThat(accounts.members(tenant.id())).hasSize(1);
    }

    @Test
    void anOwnerIsKnown() {
        assertThat(accounts.hasOwner()).isTrue();
    }

    @Test
    void aSessionIsFoundByItsNewestAndItsPreviousToken() {
        Session first = session();
        accounts.insertSession(first);
        Session second = first.rotated(Samples.sha256(), Samples.NOW.plusSeconds(60));
        accounts.updateSession(second);
        Session third = second.rotated(Samples.sha256(), Samples.NOW.plusSeconds(120));
        accounts.updateSession(third);

        assertThat(accounts.findSession(first.id())).contains(third);
        assertThat(byHash(third.refreshHash())).contains(third);
        assertThat(byHash(second.refreshHash())).contains(third);
        assertThat(byHash(first.refreshHash())).isEmpty();
        assertThat(accounts.findSession(new SessionId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aRevokedSessionStaysReadable() {
        Session session = session();
        accounts.insertSession(session);
        Session revoked = session.revoked(Samples.NOW.plusSeconds(5));
        accounts.updateSession(revoked);

        assertThat(byHash(session.refreshHash())).contains(revoked);
    }

    @Test
    void openSessionsAreListedTheLastSeenFirst() {
        Session first = session();
        Session second = session();
        Session ended = session();
        List.of(first, second, ended).forEach(accounts::insertSession);
        accounts.updateSession(ended.revoked(Samples.NOW));
        accounts.sessionsSeen(
                Map.of(first.id(), Samples.NOW.plusSeconds(60), new SessionId(UUID.randomUUID()), Samples.NOW));

        assertThat(accounts.openSessions(tenant.userId(), Samples.NOW))
                .containsExactly(first.seen(Samples.NOW.plusSeconds(60)), second);
        assertThat(accounts.openSessions(tenant.userId(), first.expiresAt())).isEmpty();
        assertThat(accounts.openSessions(new UserId(UUID.randomUUID()), Samples.NOW))
                .isEmpty();
    }

    @Test
    void whatIsNotedOfTheLastUseIsNeverTakenBack() {
        Session session = session();
        accounts.insertSession(session);
        Instant late = Samples.NOW.plusSeconds(120);
        accounts.sessionsSeen(Map.of(session.id(), late));
        accounts.sessionsSeen(Map.of(session.id(), Samples.NOW.plusSeconds(60)));
        Session renewed = session.rotated(Samples.sha256(), late);
        accounts.updateSession(renewed);

        assertThat(accounts.findSession(session.id())).contains(renewed.seen(late));
    }

    @Test
    void sessionsThatDoNotStandAnyMoreAreTold() {
        Session good = session();
        Session revoked = session();
        SessionId unknown = new SessionId(UUID.randomUUID());
        List.of(good, revoked).forEach(accounts::insertSession);
        accounts.updateSession(revoked.revoked(Samples.NOW));
        Set<SessionId> asked = Set.of(good.id(), revoked.id(), unknown);

        assertThat(accounts.endedAmong(Set.of(), Samples.NOW)).isEmpty();
        assertThat(accounts.endedAmong(asked, Samples.NOW)).containsExactlyInAnyOrder(revoked.id(), unknown);
        assertThat(accounts.endedAmong(asked, good.expiresAt())).isEqualTo(asked);
    }

    @Test
    void aSessionEndsWithItsPersonsVersionOrMembership() {
        Session session = session();
        accounts.insertSession(session);
        Set<SessionId> asked = Set.of(session.id());
        accounts.updateUser(tenant.user().withPasswordHash("$2a$12$other"));
        assertThat(accounts.endedAmong(asked, Samples.NOW)).isEqualTo(asked);
        accounts.updateUser(tenant.user());
        assertThat(accounts.endedAmong(asked, Samples.NOW)).isEmpty();
        accounts.removeMember(tenant.id(), tenant.userId());
        assertThat(accounts.endedAmong(asked, Samples.NOW)).isEqualTo(asked);
    }

    /** The lock is what keeps two owners from removing each other. */
    @Test
    void aLockedOrgLetsOneDecideAtATime() {
        List<Boolean> left = Together.run(
                8,
                i -> store().transactions().inTransaction(() -> {
                    accounts.lockOrg(tenant.id());
                    List<Member> members = accounts.members(tenant.id());
                    if (members.isEmpty()) {
                        return false;
                    }
                    accounts.removeMember(tenant.id(), members.get(0).user().id());
                    return true;
                }));

        assertThat(Collections.frequency(left, true)).isEqualTo(1);
    }

    /** The lock is what makes a refresh token good for one use. */
    @Test
    void aLockedSessionIsRotatedByOneOfMany() {
        Session session = session();
        accounts.insertSession(session);

        List<Boolean> rotated = Together.run(
                8,
                i -> store().transactions().inTransaction(() -> {
                    Session found = accounts.lockSessionByRefreshHash(session.refreshHash())
                            .orElseThrow();
                    if (!found.refreshHash().equals(session.refreshHash())) {
                        return false;
                    }
                    accounts.updateSession(found.rotated(Samples.sha256(), Samples.NOW.plusSeconds(i)));
                    return true;
                }));

        assertThat(Collections.frequency(rotated, true)).isEqualTo(1);
    }

    @Test
    void openInvitesAreListedNewestFirst() {
        Invite older = invite(Samples.NOW, null);
        Invite newer = invite(Samples.NOW.plusSeconds(5), null);
        Invite accepted = invite(Samples.NOW, Samples.NOW.plusSeconds(9));
        List.of(older, newer, accepted).forEach(accounts::insertInvite);

        assertThat(accounts.openInvites(tenant.id())).containsExactly(newer, older);
        assertThat(accounts.findInvite(tenant.id(), accepted.id())).contains(accepted);
    }

    @Test
    void anInviteIsAnsweredOrWithdrawn() {
        Invite invite = invite(Samples.NOW, null);
        Invite other = invite(Samples.NOW, null);
        accounts.insertInvite(invite);
        accounts.insertInvite(other);
        Invite accepted = new Invite(
                invite.id(),
                invite.org(),
                invite.email(),
                invite.role(),
                invite.tokenHash(),
                invite.invitedBy(),
                invite.createdAt(),
                invite.expiresAt(),
                Samples.NOW.plusSeconds(3));
        store().transactions().run(() -> {
            assertThat(accounts.lockInviteByTokenHash(invite.tokenHash())).contains(invite);
            accounts.updateInvite(accepted);
        });
        accounts.deleteInvite(tenant.id(), other.id());

        assertThat(accounts.findInvite(tenant.id(), invite.id())).contains(accepted);
        assertThat(accounts.findInvite(tenant.id(), other.id())).isEmpty();
        assertThat(accounts.openInvites(tenant.id())).isEmpty();
        assertThat(lockInvite(other.tokenHash())).isEmpty();
    }

    @Test
    void anotherOrgSeesNoInvite() {
        Invite invite = invite(Samples.NOW, null);
        accounts.insertInvite(invite);
        OrgId other = Samples.tenant(store()).id();

        assertThat(accounts.findInvite(other, invite.id())).isEmpty();
        assertThat(accounts.openInvites(other)).isEmpty();
        accounts.deleteInvite(other, invite.id());
        assertThat(accounts.findInvite(tenant.id(), invite.id())).contains(invite);
    }

    private java.util.Optional<Session> byHash(String hash) {
        return store().transactions().inTransaction(() -> accounts.lockSessionByRefreshHash(hash));
    }

    private java.util.Optional<Invite> lockInvite(String hash) {
        return store().transactions().inTransaction(() -> accounts.lockInviteByTokenHash(hash));
    }

    private Session session() {
        return new Session(
                new SessionId(UUID.randomUUID()),
                tenant.userId(),
                tenant.id(),
                Samples.sha256(),
                null,
                1,
                Samples.NOW,
                Samples.NOW,
                Samples.NOW.plusSeconds(3_600),
                null,
                new SessionOrigin(SignInMethod.SSO, "corp", "Mozilla/5.0 (\u2615)", "203.0.113.9"),
                Samples.NOW);
    }

    private Invite invite(Instant createdAt, @Nullable Instant acceptedAt) {
        return new Invite(
                new InviteId(UUID.randomUUID()),
                tenant.id(),
                UUID.randomUUID() + "@example.com",
                Role.CREATOR,
                Samples.sha256(),
                tenant.userId(),
                createdAt,
                createdAt.plusSeconds(3_600),
                acceptedAt);
    }

    private static User user(String email) {
        return new User(new UserId(UUID.randomUUID()), email, "Twin", null, false, 1, Samples.NOW);
    }
}
