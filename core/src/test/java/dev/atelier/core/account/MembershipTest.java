package dev.atelier.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
    private final Clock clock = Clock.systemUTC();
    private final Ids ids = Ids.timeOrdered(clock);
    private final InMemoryStore store = new InMemoryStore(clock);
    private final AccountRepository accounts = store.accounts();
    private final RegisterOwner register = new RegisterOwner(accounts, store.transactions(), ids, clock);
    private final InviteMember invite = new InviteMember(accounts, store.transactions(), ids, clock);
    private final AcceptInvite accept = new AcceptInvite(accounts, store.transactions(), ids, clock);
    private final ChangeRole changeRole = new ChangeRole(accounts, store.transactions());
    private final RemoveMember remove = new RemoveMember(accounts, store.providerKeys(), store.transactions());
    private final ShutOutMember shutOut = new ShutOutMember(accounts, store.transactions());
    private final Member owner = register.register("First", new Email("Owner@First.example"), "Owner", "hash");
    private final Caller asOwner = caller(owner);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void anOrgIsFoundedWithItsOwner() {
        assertThat(accounts.hasOwner()).isTrue();
        assertThat(owner.user().email()).isEqualTo("owner@first.example");
        assertThat(accounts.findMember(owner.org(), owner.user().id()))
                .map(Member::role)
                .contains(Role.OWNER);
        assertThatThrownBy(() -> register.register("Second", new Email("owner@first.example"), "X", null))
                .isInstanceOf(IllegalStateException.class);
        assertThat(accounts.orgs()).hasSize(1);
    }

    @Test
    void anInviteIsGoodOnceAndReplacesTheOneBefore() {
        String first = token("a@x.example", Role.CREATOR);
        String second = token("A@x.example", Role.VIEWER);
        assertThat(accounts.openInvites(owner.org())).hasSize(1);
        assertThat(refusal(accept.accept(first, "A", "h"))).isEqualTo(MemberRefusal.INVITE_NOT_VALID);
        Member joined = done(accept.accept(second, "A", "h"));
        assertThat(joined.role()).isEqualTo(Role.VIEWER);
        assertThat(refusal(accept.accept(second, "A", "h"))).isEqualTo(MemberRefusal.INVITE_NOT_VALID);
        assertThat(refusal(accept.accept("made up", "A", "h"))).isEqualTo(MemberRefusal.INVITE_NOT_VALID);
    }

    @Test
    void nobodyIsStoredByAToken() {
        String token = token("a@x.example", Role.CREATOR);
        assertThat(accounts.openInvites(owner.org()).get(0).tokenHash())
                .isNotEqualTo(token)
                .hasSize(64);
    }

    @Test
    void aKnownPersonKeepsHisPassword() {
        Member other = register.register("Second", new Email("boss@second.example"), "Boss", "his own");
        String token = token("boss@second.example", Role.ADMIN);
        assertThat(accept.knownPerson(token))
                .map(User::id)
                .contains(other.user().id());
        assertThat(done(accept.accept(token, "Thief", "other")).user().passwordHash())
                .isEqualTo("his own");
        assertThat(accounts.findUser(other.user().id())).map(User::passwordHash).contains("his own");
    }

    @Test
    void theLastOwnerStaysWhateverIsTried() {
        UserId self = owner.user().id();
        assertThat(refusal(remove.remove(asOwner, self))).isEqualTo(MemberRefusal.LAST_OWNER);
        assertThat(refusal(changeRole.change(asOwner, self, Role.ADMIN))).isEqualTo(MemberRefusal.LAST_OWNER);
        assertThat(refusal(shutOut.setDisabled(asOwner, self, true))).isEqualTo(MemberRefusal.LAST_OWNER);
        Member second = joined("b@x.example", Role.OWNER);
        done(shutOut.setDisabled(asOwner, second.user().id(), true));
        // An owner who is shut out cannot act, so he does not count.
        assertThat(refusal(remove.remove(asOwner, self))).isEqualTo(MemberRefusal.LAST_OWNER);
        done(shutOut.setDisabled(asOwner, second.user().id(), false));
        done(remove.remove(asOwner, self));
    }

    @Test
    void twoOwnersWhoRemoveEachOtherLeaveOne() {
        for (int round = 0; round < 20; round++) {
            Member a = register.register("Org " + round, new Email("a" + round + "@y.example"), "A", "h");
            Member b = joined(caller(a), "b" + round + "@y.example", Role.OWNER);
            var one = CompletableFuture.runAsync(
                    () -> remove.remove(caller(a), b.user().id()));
            var two = CompletableFuture.runAsync(
                    () -> remove.remove(caller(b), a.user().id()));
            CompletableFuture.allOf(one, two).join();
            assertThat(accounts.members(a.org())).hasSize(1);
        }
    }

    @Test
    void adminsNeitherMakeNorTouchOwners() {
        Caller admin = caller(joined("admin@x.example", Role.ADMIN));
        Member viewer = joined("v@x.example", Role.VIEWER);
        assertThat(refusal(changeRole.change(admin, viewer.user().id(), Role.OWNER)))
                .isEqualTo(MemberRefusal.OWNERS_ONLY);
        assertThat(refusal(remove.remove(admin, owner.user().id()))).isEqualTo(MemberRefusal.OWNERS_ONLY);
        assertThat(refusal(shutOut.setDisabled(admin, owner.user().id(), true))).isEqualTo(MemberRefusal.OWNERS_ONLY);
        assertThat(invite.invite(admin, new Email("o@x.example"), Role.OWNER))
                .isEqualTo(new InviteMember.Result.Refused(MemberRefusal.OWNERS_ONLY));
        assertThat(done(changeRole.change(admin, viewer.user().id(), Role.CREATOR))
                        .role())
                .isEqualTo(Role.CREATOR);
    }

    @Test
    void otherOrgsPeopleDoNotExist() {
        Caller stranger = caller(register.register("Second", new Email("boss@second.example"), "Boss", "h"));
        UserId mine = owner.user().id();
        assertThat(refusal(remove.remove(stranger, mine))).isEqualTo(MemberRefusal.NO_SUCH_MEMBER);
        assertThat(refusal(changeRole.change(stranger, mine, Role.VIEWER))).isEqualTo(MemberRefusal.NO_SUCH_MEMBER);
        assertThat(refusal(shutOut.setDisabled(stranger, mine, true))).isEqualTo(MemberRefusal.NO_SUCH_MEMBER);
    }

    @Test
    void whoIsElsewhereTooIsNotShutOut() {
        register.register("Second", new Email("boss@second.example"), "Boss", "h");
        Member here = joined("boss@second.example", Role.VIEWER);
        assertThat(refusal(shutOut.setDisabled(asOwner, here.user().id(), true)))
                .isEqualTo(MemberRefusal.MEMBER_ELSEWHERE);
    }

    @Test
    void shuttingOutEndsEverySession() {
        Member member = joined("v@x.example", Role.VIEWER);
        Member out = done(shutOut.setDisabled(asOwner, member.user().id(), true));
        assertThat(out.user().sessionVersion()).isEqualTo(member.user().sessionVersion() + 1);
        assertThat(done(shutOut.setDisabled(asOwner, member.user().id(), true))
                        .user()
                        .sessionVersion())
                .isEqualTo(out.user().sessionVersion());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@x.example",
                "a@",
                "a b@x.example",
                "a@x@y",
                "a@x.example\nBcc: b@y.example",
                "\"a\"@x.example"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> new Email(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private Member joined(String email, Role role) {
        return joined(asOwner, email, role);
    }

    private Member joined(Caller by, String email, Role role) {
        String token =
                invite.invite(by, new Email(email), role).fold((open, secret) -> secret.reveal(), why -> why.name());
        return done(accept.accept(token, "Some " + role, "hash at " + Instant.EPOCH));
    }

    private String token(String email, Role role) {
        return invite.invite(asOwner, new Email(email), role)
                .fold((open, secret) -> secret.reveal(), why -> why.name());
    }

    private static Caller caller(Member member) {
        return new Caller(member.org(), member.user().id());
    }

    private static Member done(MemberResult result) {
        return result.fold(member -> member, why -> {
            throw new AssertionError("refused: " + why);
        });
    }

    private static MemberRefusal refusal(MemberResult result) {
        return result.fold(
                member -> {
                    throw new AssertionError("done: " + member);
                },
                why -> why);
    }
}
