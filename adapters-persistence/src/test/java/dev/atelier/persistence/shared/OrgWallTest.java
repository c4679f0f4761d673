package dev.atelier.persistence.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.generation.Generation;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.Stores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a statement that forgot the org sees and writes: nothing of another org's, by row-level security. */
class OrgWallTest {
    @RegisterExtension
    final Stores stores = new Stores();

    private Persistence store;
    private JdbiTransactions transactions;
    private Samples.Tenant ours;
    private Samples.Tenant theirs;
    private Generation foreign;

    @BeforeEach
    void makeTenants() {
        store = stores.store();
        transactions = (JdbiTransactions) store.transactions();
        ours = Samples.tenant(store);
        theirs = Samples.tenant(store);
        Samples.stored(store, ours);
        foreign = Samples.stored(store, theirs);
    }

    @Test
    void aQueryWithoutAnOrgSeesOneOrg() {
        assertThat(orgs()).as("with no bound").hasSize(2);
        assertThat(transactions.<Set<String>>forOrg(ours.id(), this::orgs))
                .containsExactly(ours.id().toString());
        assertThat(transactions.<Set<String>>forOrg(theirs.id(), () -> transactions.inTransaction(this::orgs)))
                .containsExactly(theirs.id().toString());
        assertThat(orgs()).as("afterwards").hasSize(2);
    }

    @Test
    void aRepositoryThatIsAskedForAForeignOrgFindsNothing() {
        assertThat(store.generations().find(theirs.id(), foreign.id())).isPresent();
        boolean found = transactions.forOrg(
                ours.id(),
                () -> store.generations().find(theirs.id(), foreign.id()).isPresent());
        assertThat(found).isFalse();
    }

    @Test
    void noForeignRowIsWritten() {
        assertThat(transactions.<Integer>forOrg(ours.id(), () -> execute("UPDATE generation SET model = 'stolen'")))
                .isEqualTo(1);
        assertThat(transactions.<Integer>forOrg(ours.id(), () -> execute("DELETE FROM member")))
                .isEqualTo(1);
        assertThat(stores.ask("SELECT model FROM generation WHERE org_id = '" + theirs.id() + "'"))
                .isNotEqualTo("stolen");
        assertThatThrownBy(() -> transactions.forOrg(ours.id(), () -> {
                    store.accounts().putMember(theirs.id(), ours.userId(), Role.OWNER);
                    return true;
                }))
                .hasStackTraceContaining("row-level security");
        assertThatThrownBy(() -> transactions.forOrg(
                        ours.id(), () -> execute("UPDATE generation SET org_id = '" + theirs.id() + "'")))
                .hasStackTraceContaining("row-level security");
        assertThat(store.accounts().findMember(theirs.id(), ours.userId())).isEmpty();
    }

    @Test
    void theBoundFollowsTheThreadAndNotTheConnection() {
        // One connection alone, so that every call takes over what the last one left.
        Persistence narrow = stores.open(settings -> settings.withRequestConnections(1, Duration.ofSeconds(5)));
        JdbiTransactions one = (JdbiTransactions) narrow.transactions();
        for (int i = 0; i < 200; i++) {
            OrgId org = List.of(ours.id(), theirs.id())
                    .get(ThreadLocalRandom.current().nextInt(2));
            boolean fails = i % 3 == 0;
            try {
                Set<String> seen = one.forOrg(
                        org,
                        () -> one.inTransaction(() -> {
                            Set<String> orgs = orgs(one);
                            if (fails) {
                                one.with(handle -> handle.execute("SELECT 1 / 0"));
                            }
                            return orgs;
                        }));
                assertThat(seen).containsExactly(org.toString());
            } catch (RuntimeException e) {
                assertThat(fails).as("%s", e).isTrue();
            }
            assertThat(orgs(one)).hasSize(2);
        }
    }

    @Test
    void aCallForAllOrgsWidensATransactionAndGivesTheBoundBack() {
        List<Set<String>> seen = transactions.forOrg(
                ours.id(),
                () -> transactions.inTransaction(
                        () -> List.of(orgs(), transactions.<Set<String>>forAllOrgs(this::orgs), orgs())));
        assertThat(seen.get(0)).hasSize(1).isEqualTo(seen.get(2));
        assertThat(seen.get(1)).hasSize(2);
        store.accounts().putMember(theirs.id(), ours.userId(), Role.VIEWER);
        assertThat(transactions.<Integer>forOrg(
                        ours.id(),
                        () -> store.accounts().memberships(ours.userId()).size()))
                .as("a person's memberships lie in several orgs")
                .isEqualTo(2);
    }

    @Test
    void workersSeeAllOrgs() {
        assertThat(transactions.<Set<String>>asWorker(this::orgs)).hasSize(2);
        assertThat(transactions.<Set<String>>asWorker(() -> transactions.forOrg(ours.id(), this::orgs)))
                .hasSize(1);
        assertThat(transactions.<Set<String>>asWorker(this::orgs)).hasSize(2);
    }

    @Test
    void everyTableOfOrgsHasTheWall() {
        String open = stores.ask("""
                SELECT string_agg(c.relname, ', ') FROM pg_class c
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
                 WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                   AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                            AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'of_the_org'))""");
        assertThat(open)
                .as("end the migration that makes it with SELECT wall_off_orgs();")
                .isEqualTo("null");
        assertThat(stores.ask("SELECT count(*) FROM pg_policy")).isGreaterThan("14");
    }

    /** Servers of the version before, dumps and people with psql know nothing of the setting. */
    @Test
    void aSessionThatSaysNothingSeesAllOrgs() throws SQLException {
        var settings = stores.settings();
        try (Connection connection =
                        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            for (String before : List.of("SELECT 1", "SET atelier.org = '" + ours.id() + "'; RESET atelier.org")) {
                statement.execute(before);
                try (var row = statement.executeQuery("SELECT count(*) FROM generation")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).as(before).isEqualTo(2);
                }
            }
            statement.execute("SET atelier.org = 'nobody'");
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM generation"))
                    .hasMessageContaining("uuid");
        }
        assertThat(store.facts().walled()).isTrue();
    }

    private Set<String> orgs() {
        return orgs(transactions);
    }

    private static Set<String> orgs(JdbiTransactions transactions) {
        return new TreeSet<>(transactions.<List<String>>with(handle -> handle.createQuery(
                        "SELECT org_id::text FROM generation UNION SELECT org_id::text FROM member")
                .mapTo(String.class)
                .list()));
    }

    private int execute(String sql) {
        return transactions.with(handle -> handle.execute(sql));
    }
}
