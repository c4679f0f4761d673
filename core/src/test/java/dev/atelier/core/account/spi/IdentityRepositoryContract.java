package dev.atelier.core.account.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.Identity;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IdentityRepository} promises. */
public abstract class IdentityRepositoryContract {
    private static final String ISSUER = "https://issuer.example/" + UUID.randomUUID();

    private IdentityRepository identities;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        identities = store().identities();
        tenant = Samples.tenant(store());
    }

    @Test
    void anIdentityIsFoundByIssuerAndSubjectLetterByLetter() {
        Identity identity = identity("Subject|1", tenant.userId());

        assertThat(identities.insertIfAbsent(identity)).isTrue();

        assertThat(identities.find(ISSUER, "Subject|1")).contains(identity);
        assertThat(identities.find(ISSUER, "subject|1")).isEmpty();
        assertThat(identities.find(ISSUER + "/", "Subject|1")).isEmpty();
        assertThat(identities.of(tenant.userId())).containsExactly(identity);
    }

    @Test
    void aTakenIdentityStaysWhoseItIs() {
        Identity mine = identity(subject(), tenant.userId());
        identities.insertIfAbsent(mine);
        User other = Samples.user();
        store().accounts().insertUser(other);

        boolean in = store().transactions()
                .inTransaction(() -> identities.insertIfAbsent(identity(mine.subject(), other.id())));

        assertThat(in).isFalse();
        assertThat(identities.find(ISSUER, mine.subject())).contains(mine);
        assertThat(identities.of(other.id())).isEmpty();
    }

    @Test
    void anIdentityOfNobodyIsRefused() {
        Identity stray = identity(subject(), new UserId(UUID.randomUUID()));

        assertThatThrownBy(() -> identities.insertIfAbsent(stray)).isInstanceOf(RuntimeException.class);
        assertThat(identities.find(ISSUER, stray.subject())).isEmpty();
    }

    @Test
    void ofManyWhoInsertAnIdentityOneGetsIn() {
        String subject = subject();

        List<Boolean> in = Together.run(
                8,
                i -> store().transactions()
                        .inTransaction(() -> identities.insertIfAbsent(identity(subject, tenant.userId()))));

        assertThat(Collections.frequency(in, true)).isEqualTo(1);
    }

    @Test
    void openInvitesToAnAddressAreFoundNewestFirst() {
        String email = UUID.randomUUID() + "@example.com";
        Invite older = invite(email, Samples.NOW, null);
        Invite newer = invite(email, Samples.NOW.plusSeconds(5), null);
        List.of(
                        older,
                        newer,
                        invite(email, Samples.NOW.minusSeconds(9_000), null),
                        invite(email, Samples.NOW, Samples.NOW.plusSeconds(1)),
                        invite("other-" + email, Samples.NOW, null))
                .forEach(store().accounts()::insertInvite);

        List<Invite> found = store().transactions()
                .inTransaction(() ->
                        identities.lockInvitesTo(email.toUpperCase(java.util.Locale.ROOT), Samples.NOW.plusSeconds(9)));

        assertThat(found).containsExactly(newer, older);
    }

    @Test
    void whatIsGoodOnceIsUsedByOneOfMany() {
        String hash = Samples.sha256();
        Instant end = Samples.NOW.plusSeconds(600);

        List<Boolean> used = Together.run(8, i -> identities.use(hash, end, Samples.NOW));

        assertThat(Collections.frequency(used, true)).isEqualTo(1);
        assertThat(identities.use(hash, end, Samples.NOW.plusSeconds(1))).isFalse();
        assertThat(identities.use(Samples.sha256(), end, Samples.NOW)).isTrue();
    }

    private static String subject() {
        return UUID.randomUUID().toString();
    }

    private static Identity identity(String subject, UserId user) {
        return new Identity(ISSUER, subject, user, Samples.NOW);
    }

    private Invite invite(String email, Instant createdAt, @Nullable Instant acceptedAt) {
        return new Invite(
                new InviteId(UUID.randomUUID()),
                tenant.id(),
                email,
                Role.CREATOR,
                Samples.sha256(),
                tenant.userId(),
                createdAt,
                createdAt.plusSeconds(3_600),
                acceptedAt);
    }
}
