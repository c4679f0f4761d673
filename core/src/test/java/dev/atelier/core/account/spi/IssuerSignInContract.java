package dev.atelier.core.account.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.Identity;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.IssuedPerson;
import dev.atelier.core.account.IssuerRefusal;
import dev.atelier.core.account.IssuerRules;
import dev.atelier.core.account.IssuerSignIn;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.account.User;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.shared.Ids;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sign-ins at an issuer promise on a store, above all when many come at once. */
public abstract class IssuerSignInContract {
    private static final String ISSUER = "https://issuer.example";
    private static final IssuerRules OFF = new IssuerRules(Set.of(), false, null, true);
    private static final IssuerRules OPEN = new IssuerRules(Set.of(), false, Role.VIEWER, true);
    private static final IssuerRules LINKING = new IssuerRules(Set.of(), true, null, true);

    private final SettableClock clock = SettableClock.standing(Samples.NOW);
    private AccountRepository accounts;
    private Samples.Tenant tenant;
    private SignInByIssuer signIns;
    private final List<Member> joined = new CopyOnWriteArrayList<>();

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        accounts = store().accounts();
        tenant = Samples.tenant(store());
        signIns = new SignInByIssuer(
                accounts, store().identities(), store().transactions(), Ids.timeOrdered(clock), clock);
    }

    private IssuerSignIn signIn(IssuedPerson person, IssuerRules rules) {
        return signIns.signIn(person, rules, joined::add);
    }

    private static Email address() {
        return new Email(UUID.randomUUID() + "@people.example");
    }

    private static IssuedPerson person(@Nullable Email email, boolean verified) {
        return new IssuedPerson(ISSUER, UUID.randomUUID().toString(), email, verified, "Ada");
    }

    private static Member letIn(IssuerSignIn result, boolean isNew) {
        assertThat(result).isInstanceOf(IssuerSignIn.LetIn.class);
        assertThat(((IssuerSignIn.LetIn) result).isNew()).isEqualTo(isNew);
        return ((IssuerSignIn.LetIn) result).member();
    }

    private void refused(IssuedPerson person, IssuerRules rules, IssuerRefusal why) {
        assertThat(signIn(person, rules)).isEqualTo(new IssuerSignIn.Refused(why));
        Email email = person.email();
        assertThat(
                        email == null
                                ? List.of()
                                : accounts.findUserByEmail(email.value()).stream()
                                        .flatMap(user -> store().identities().of(user.id()).stream())
                                        .toList())
                .isEmpty();
    }

    private Invite invite(Email email, Role role) {
        Invite invite = new Invite(
                new InviteId(UUID.randomUUID()),
                tenant.id(),
                email.value(),
                role,
                Samples.sha256(),
                tenant.userId(),
                clock.instant(),
                clock.instant().plusSeconds(3_600),
                null);
        accounts.insertInvite(invite);
        return invite;
    }

    @Test
    void ofManyFirstSignInsAtOnceOneMakesThePerson() {
        for (int round = 0; round < 3; round++) {
            IssuedPerson person = person(address(), true);

            List<Member> members = Together.run(
                    32,
                    i -> signIn(person, OPEN).fold(IssuerSignIn.LetIn::member, why -> {
                        throw new AssertionError(why);
                    }));

            assertThat(members)
                    .extracting(Member::user)
                    .containsOnly(members.get(0).user());
            User made = members.get(0).user();
            assertThat(store().identities().of(made.id())).hasSize(1);
            assertThat(accounts.memberships(made.id())).hasSize(1);
        }
    }

    @Test
    void ofManyFirstSignInsByInviteTheInviteIsAnsweredOnce() {
        Email email = address();
        Invite invite = invite(email, Role.CREATOR);
        IssuedPerson person = person(email, true);

        List<Member> members = Together.run(
                16,
                i -> signIn(person, OFF).fold(IssuerSignIn.LetIn::member, why -> {
                    throw new AssertionError(why);
                }));

        assertThat(members).allSatisfy(member -> {
            assertThat(member.org()).isEqualTo(tenant.id());
            assertThat(member.role()).isEqualTo(Role.CREATOR);
        });
        assertThat(accounts.findInvite(tenant.id(), invite.id()).orElseThrow().acceptedAt())
                .isEqualTo(clock.instant());
    }

    @Test
    void whoIsNewJoinsTheOldestOrgWithTheRoleThatIsSet() {
        OrgId oldest = accounts.orgs().get(0).id();
        Email email = address();

        Member member = letIn(signIn(person(email, true), new IssuerRules(Set.of(), false, Role.CREATOR, true)), true);

        assertThat(member.org()).isEqualTo(oldest);
        assertThat(member.role()).isEqualTo(Role.CREATOR);
        assertThat(member.user().email()).isEqualTo(email.value());
        assertThat(member.user().displayName()).isEqualTo("Ada");
        assertThat(member.user().passwordHash()).isNull();
    }

    @Test
    void whoComesAgainIsTheSamePersonWhateverHisAddressIsNow() {
        IssuedPerson person = person(address(), true);
        Member first = letIn(signIn(person, OPEN), true);

        IssuedPerson later = new IssuedPerson(ISSUER, person.subject(), null, false, "Other");
        Member again = letIn(signIn(later, OFF), false);

        assertThat(again).isEqualTo(first);
        assertThat(joined).containsExactly(first);
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsAnotherPerson() {
        IssuedPerson person = person(address(), true);
        Member first = letIn(signIn(person, OPEN), true);

        Member other = letIn(
                signIn(new IssuedPerson("https://other.example", person.subject(), address(), true, "B"), OPEN), true);

        assertThat(other.user().id()).isNotEqualTo(first.user().id());
    }

    @Test
    void whoIsNotInvitedStaysOutIfSignUpIsOff() {
        refused(person(address(), true), OFF, IssuerRefusal.NOT_INVITED);
    }

    @Test
    void anInviteThatEndedOrToAnUnverifiedAddressIsNotHonoured() {
        Email email = address();
        invite(email, Role.ADMIN);

        refused(person(email, false), OPEN, IssuerRefusal.EMAIL_NOT_VERIFIED);
        clock.advance(java.time.Duration.ofHours(2));
        refused(person(email, true), OFF, IssuerRefusal.NOT_INVITED);
    }

    @Test
    void aPersonWhoIsHereIsLinkedOnlyByAVerifiedAddressAndOnlyIfThatIsAllowed() {
        Email email = new Email(tenant.user().email());

        refused(person(email, true), OPEN, IssuerRefusal.NOT_LINKED);
        refused(person(email, false), LINKING, IssuerRefusal.EMAIL_NOT_VERIFIED);

        IssuedPerson person = person(email, true);
        Member linked = letIn(signIn(person, LINKING), false);
        assertThat(linked.user().id()).isEqualTo(tenant.userId());
        assertThat(store().identities().of(tenant.userId()))
                .extracting(Identity::subject)
                .containsExactly(person.subject());
        // Once linked, the address is asked for no more.
        letIn(signIn(new IssuedPerson(ISSUER, person.subject(), null, false, "x"), OFF), false);
    }

    @Test
    void ofManyWhoLinkAtOnceAllGetThePersonAndOneLinkIsKept() {
        IssuedPerson person = person(new Email(tenant.user().email()), true);

        List<Member> members = Together.run(
                16,
                i -> signIn(person, LINKING).fold(IssuerSignIn.LetIn::member, why -> {
                    throw new AssertionError(why);
                }));

        assertThat(members).extracting(member -> member.user().id()).containsOnly(tenant.userId());
        assertThat(store().identities().of(tenant.userId())).hasSize(1);
    }

    @Test
    void domainsAreCheckedAtEverySignInAndOnVerifiedAddressesAlone() {
        IssuerRules rules = new IssuerRules(Set.of("People.example"), false, Role.VIEWER, true);
        IssuedPerson good = person(address(), true);

        letIn(signIn(good, rules), true);
        refused(person(new Email("x@people.example.evil.example"), true), rules, IssuerRefusal.EMAIL_DOMAIN);
        refused(person(address(), false), rules, IssuerRefusal.EMAIL_DOMAIN);
        refused(person(null, true), rules, IssuerRefusal.EMAIL_DOMAIN);
        assertThat(signIn(new IssuedPerson(ISSUER, good.subject(), new Email("x@elsewhere.example"), true, "x"), rules))
                .isEqualTo(new IssuerSignIn.Refused(IssuerRefusal.EMAIL_DOMAIN));
    }

    @Test
    void withoutAnAddressOnlyProgramsComeIn() {
        IssuedPerson program = person(null, false);

        refused(program, OPEN, IssuerRefusal.NO_EMAIL);
        Member made = letIn(signIn(program, OPEN.withoutEmail()), true);
        assertThat(made.user().email()).endsWith("@issuer.invalid");
        assertThat(letIn(signIn(program, OPEN), false)).isEqualTo(made);
        refused(person(null, false), OFF.withoutEmail(), IssuerRefusal.NOT_INVITED);
    }

    @Test
    void whoWasShutOutOrRemovedStaysOutUntilHeIsInvitedAgain() {
        Email email = address();
        IssuedPerson person = person(email, true);
        Member member = letIn(signIn(person, OPEN), true);
        accounts.updateUser(member.user().withDisabled(true));
        assertThat(signIn(person, OPEN)).isEqualTo(new IssuerSignIn.Refused(IssuerRefusal.DISABLED));
        accounts.updateUser(member.user());
        accounts.removeMember(member.org(), member.user().id());
        assertThat(signIn(person, OPEN)).isEqualTo(new IssuerSignIn.Refused(IssuerRefusal.NO_MEMBERSHIP));

        invite(email, Role.EVALUATOR);

        Member back = letIn(signIn(person, OFF), false);
        assertThat(back.user().id()).isEqualTo(member.user().id());
        assertThat(back.role()).isEqualTo(Role.EVALUATOR);
    }
}
