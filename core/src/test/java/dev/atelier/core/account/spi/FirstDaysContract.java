package dev.atelier.core.account.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SetUpInstallation;
import dev.atelier.core.account.SignInLink;
import dev.atelier.core.account.SignInLinks;
import dev.atelier.core.account.User;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.fakes.Together;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link AccountRepository} promises of sign-in links and of the set-up of an installation. */
public abstract class FirstDaysContract {
    private final SettableClock clock = SettableClock.standing(Samples.NOW);
    private AccountRepository accounts;
    private Samples.Tenant tenant;
    private SignInLinks links;
    private SetUpInstallation setUp;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        accounts = store().accounts();
        tenant = Samples.tenant(store());
        links = new SignInLinks(accounts, clock);
        setUp = new SetUpInstallation(accounts, store().transactions());
    }

    private String issue() {
        return links.issue(tenant.id(), tenant.userId()).reveal();
    }

    @Test
    void aLinkSignsItsMemberInOnce() {
        String key = issue();

        assertThat(links.redeem(key)).map(Member::user).contains(tenant.user());
        assertThat(links.redeem(key)).isEmpty();
        assertThat(links.redeem("made-up")).isEmpty();
    }

    @Test
    void ofManyWhoRedeemALinkOneGetsIn() {
        for (int round = 0; round < 5; round++) {
            String key = issue();

            List<Optional<Member>> in = Together.run(16, i -> links.redeem(key));

            assertThat(in).filteredOn(Optional::isPresent).hasSize(1);
        }
    }

    @Test
    void ofManyWhoRedeemInATransactionOneGetsInAndAFailureKeepsTheLink() {
        String key = issue();
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    assertThat(links.redeem(key)).isPresent();
                    throw new IllegalArgumentException("the session could not be opened");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        List<Optional<Member>> in =
                Together.run(16, i -> store().transactions().inTransaction(() -> links.redeem(key)));

        assertThat(in).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void aLinkIsGoodForAQuarterOfAnHourAndForgottenLater() {
        SignInLink old = new SignInLink(Samples.sha256(), tenant.id(), tenant.userId(), 1, clock.instant());
        accounts.insertSignInLink(old, clock.instant());
        String key = issue();
        clock.advance(Duration.ofMinutes(15));
        assertThat(links.redeem(key)).isEmpty();
        issue();
        assertThat(accounts.takeSignInLink(old.keyHash()))
                .as("gone by the next one")
                .isEmpty();
    }

    @Test
    void whatShutsAPersonOutShutsHisLinksToo() {
        String before = issue();
        accounts.updateUser(tenant.user().withPasswordHash("$2a$12$other"));
        assertThat(links.redeem(before)).as("the password was changed").isEmpty();

        String disabled = issue();
        accounts.updateUser(accounts.findUser(tenant.userId()).orElseThrow().withDisabled(true));
        assertThat(links.redeem(disabled)).isEmpty();
        assertThat(links.redeem(issue())).as("still shut out").isEmpty();

        accounts.updateUser(accounts.findUser(tenant.userId()).orElseThrow().withDisabled(false));
        String removed = issue();
        accounts.removeMember(tenant.id(), tenant.userId());
        accounts.putMember(tenant.id(), tenant.userId(), Role.VIEWER);
        assertThat(links.redeem(removed)).as("he was removed meanwhile").isEmpty();
    }

    @Test
    void aLinkNeedsAMember() {
        accounts.removeMember(tenant.id(), tenant.userId());

        assertThatThrownBy(this::issue).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> accounts.insertSignInLink(
                        new SignInLink(Samples.sha256(), tenant.id(), tenant.userId(), 1, clock.instant()),
                        clock.instant()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aGeneratedPasswordIsOneUntilItIsChanged() {
        assertThat(accounts.passwordGenerated(tenant.userId())).isFalse();
        accounts.markPasswordGenerated(tenant.userId());
        accounts.updateUser(tenant.user().withDisplayName("Ada"));
        assertThat(accounts.passwordGenerated(tenant.userId())).isTrue();
        accounts.updateUser(tenant.user().withPasswordHash("$2a$12$own"));
        assertThat(accounts.passwordGenerated(tenant.userId())).isFalse();
    }

    @Test
    void theSetUpIsDoneOnceByOneOfMany() {
        Caller owner = new Caller(tenant.id(), tenant.userId());
        assertThat(setUp(owner, "early")).isEmpty();
        accounts.markPasswordGenerated(tenant.userId());
        assertThat(setUp.neededBy(owner)).isTrue();

        List<Optional<Member>> done = Together.run(8, i -> setUp(owner, "e" + i));

        assertThat(done).filteredOn(Optional::isPresent).hasSize(1);
        User now = accounts.findUser(tenant.userId()).orElseThrow();
        Member winner = done.stream().flatMap(Optional::stream).findFirst().orElseThrow();
        assertThat(now).isEqualTo(winner.user());
        assertThat(now.displayName()).isEqualTo("Ada");
        assertThat(now.sessionVersion()).isEqualTo(tenant.user().sessionVersion() + 1);
        assertThat(accounts.findOrg(tenant.id())).map(Org::name).contains("Studio Ada");
        assertThat(setUp.neededBy(owner)).isFalse();
    }

    @Test
    void onlyAnOwnerSetsUp() {
        accounts.markPasswordGenerated(tenant.userId());
        accounts.putMember(tenant.id(), tenant.userId(), Role.ADMIN);

        assertThat(setUp(new Caller(tenant.id(), tenant.userId()), "admin")).isEmpty();
    }

    @Test
    void anotherPersonsEmailIsRefusedAndNothingWritten() {
        User other = Samples.user();
        accounts.insertUser(other);
        accounts.markPasswordGenerated(tenant.userId());
        Caller owner = new Caller(tenant.id(), tenant.userId());

        assertThatThrownBy(() -> setUp.setUp(owner, "Studio Ada", "Ada", new Email(other.email()), "$2a$12$own"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(other.email());
        assertThat(accounts.findOrg(tenant.id())).contains(tenant.org());
        assertThat(accounts.findUser(tenant.userId())).contains(tenant.user());
        assertThat(setUp.neededBy(owner)).isTrue();
    }

    private Optional<Member> setUp(Caller owner, String name) {
        Email email = new Email(name + "-" + UUID.randomUUID() + "@example.com");
        return setUp.setUp(owner, "Studio Ada", "Ada", email, "$2a$12$own");
    }
}
