package dev.atelier.persistence.account;

import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.SignInLink;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Orgs, people and members; sessions and invites are kept by {@link SessionRows} and {@link InviteRows}. */
public final class JdbiAccountRepository implements AccountRepository {
    private static final String MEMBER = """
            SELECT m.org_id, m.role, m.since, u.* FROM member m JOIN users u ON u.id = m.user_id
            """;

    private static final String UNIQUE_VIOLATION = "23505";

    private final JdbiTransactions transactions;
    private final Clock clock;
    private final SessionRows sessions;
    private final InviteRows invites;
    private final SignInLinkRows links;

    public JdbiAccountRepository(JdbiTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.sessions = new SessionRows(transactions);
        this.invites = new InviteRows(transactions);
        this.links = new SignInLinkRows(transactions);
    }

    @Override
    public void insertOrg(Org org) {
        transactions.with(
                handle -> handle.createUpdate("INSERT INTO org (id, name, created_at) VALUES (:id, :name, :createdAt)")
                        .bind("id", org.id().value())
                        .bind("name", org.name())
                        .bind("createdAt", org.createdAt())
                        .execute());
    }

    @Override
    public void updateOrg(Org org) {
        transactions.with(handle -> handle.createUpdate("UPDATE org SET name = :name WHERE id = :id")
                .bind("id", org.id().value())
                .bind("name", org.name())
                .execute());
    }

    @Override
    public Optional<Org> findOrg(OrgId org) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM org WHERE id = :id")
                .bind("id", org.value())
                .map((row, context) -> AccountRows.org(row))
                .findOne());
    }

    @Override
    public void lockOrg(OrgId org) {
        transactions.with(handle -> handle.createQuery("SELECT id FROM org WHERE id = :id FOR UPDATE")
                .bind("id", org.value())
                .mapTo(UUID.class)
                .findOne());
    }

    @Override
    public List<Org> orgs() {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM org ORDER BY created_at, id")
                .map((row, context) -> AccountRows.org(row))
                .list());
    }

    @Override
    public void insertUser(User user) {
        int inserted = transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO users (id, email, display_name, password_hash, disabled, session_version, created_at)
                        VALUES (:id, :email, :name, :hash, :disabled, :sessionVersion, :createdAt)
                        ON CONFLICT (email) DO NOTHING""")
                .bind("id", user.id().value())
                .bind("email", user.email())
                .bind("name", user.displayName())
                .bind("hash", user.passwordHash())
                .bind("disabled", user.disabled())
                .bind("sessionVersion", user.sessionVersion())
                .bind("createdAt", user.createdAt())
                .execute());
        if (inserted == 0) {
            throw new IllegalStateException("the e-mail is taken");
        }
    }

    @Override
    public void updateUser(User user) {
        try {
            transactions.with(handle -> handle.createUpdate("""
                        UPDATE users SET email = :email, display_name = :name, password_hash = :hash,
                               disabled = :disabled, session_version = :sessionVersion
                         WHERE id = :id""")
                    .bind("id", user.id().value())
                    .bind("email", user.email())
                    .bind("name", user.displayName())
                    .bind("hash", user.passwordHash())
                    .bind("disabled", user.disabled())
                    .bind("sessionVersion", user.sessionVersion())
                    .execute());
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                // Without the cause, which names the address.
                throw new IllegalStateException("the e-mail is taken");
            }
            throw e;
        }
    }

    @Override
    public Optional<User> findUser(UserId user) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM users WHERE id = :id")
                .bind("id", user.value())
                .map((row, context) -> AccountRows.user(row))
                .findOne());
    }

    @Override
    public Optional<User> findUserByEmail(String email) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM users WHERE email = :email")
                .bind("email", email.toLowerCase(Locale.ROOT))
                .map((row, context) -> AccountRows.user(row))
                .findOne());
    }

    @Override
    public void markPasswordGenerated(UserId user) {
        transactions.with(
                handle -> handle.createUpdate("UPDATE users SET generated_password = session_version WHERE id = :id")
                        .bind("id", user.value())
                        .execute());
    }

    @Override
    public boolean passwordGenerated(UserId user) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM users WHERE id = :id AND generated_password = session_version)")
                .bind("id", user.value())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public void putMember(OrgId org, UserId user, Role role) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO member (org_id, user_id, role, since) VALUES (:org, :user, :role, :since)
                        ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role""")
                .bind("org", org.value())
                .bind("user", user.value())
                .bind("role", role.name())
                .bind("since", clock.instant())
                .execute());
    }

    @Override
    public void removeMember(OrgId org, UserId user) {
        transactions.with(handle -> handle.createUpdate("DELETE FROM member WHERE org_id = :org AND user_id = :user")
                .bind("org", org.value())
                .bind("user", user.value())
                .execute());
    }

    @Override
    public Optional<Member> findMember(OrgId org, UserId user) {
        return transactions.with(handle -> handle.createQuery(MEMBER + "WHERE m.org_id = :org AND m.user_id = :user")
                .bind("org", org.value())
                .bind("user", user.value())
                .map((row, context) -> AccountRows.member(row))
                .findOne());
    }

    @Override
    public List<Member> members(OrgId org) {
        return transactions.with(
                handle -> handle.createQuery(MEMBER + "WHERE m.org_id = :org ORDER BY m.since, m.number")
                        .bind("org", org.value())
                        .map((row, context) -> AccountRows.member(row))
                        .list());
    }

    @Override
    public List<Member> memberships(UserId user) {
        return transactions.forAllOrgs(() -> transactions.with(
                handle -> handle.createQuery(MEMBER + "WHERE m.user_id = :user ORDER BY m.since, m.number")
                        .bind("user", user.value())
                        .map((row, context) -> AccountRows.member(row))
                        .list()));
    }

    @Override
    public boolean hasOwner() {
        return transactions.forAllOrgs(() -> transactions.with(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM member WHERE role = 'OWNER')")
                        .mapTo(Boolean.class)
                        .one()));
    }

    @Override
    public void insertSession(Session session) {
        sessions.insert(session);
    }

    @Override
    public void updateSession(Session session) {
        sessions.update(session);
    }

    @Override
    public Optional<Session> findSession(SessionId session) {
        return sessions.find(session);
    }

    @Override
    public List<Session> openSessions(UserId user, Instant now) {
        return sessions.open(user, now);
    }

    @Override
    public void sessionsSeen(Map<SessionId, Instant> at) {
        sessions.seen(at);
    }

    @Override
    public Set<SessionId> endedAmong(Set<SessionId> ids, Instant now) {
        return sessions.endedAmong(ids, now);
    }

    @Override
    public Optional<Session> lockSessionByRefreshHash(String hash) {
        return sessions.lock(hash);
    }

    @Override
    public void insertSignInLink(SignInLink link, Instant now) {
        links.insert(link, now);
    }

    @Override
    public Optional<SignInLink> takeSignInLink(String keyHash) {
        return links.take(keyHash);
    }

    @Override
    public void insertInvite(Invite invite) {
        invites.insert(invite);
    }

    @Override
    public void updateInvite(Invite invite) {
        invites.update(invite);
    }

    @Override
    public Optional<Invite> lockInviteByTokenHash(String hash) {
        return invites.lock(hash);
    }

    @Override
    public Optional<Invite> findInvite(OrgId org, InviteId invite) {
        return invites.find(org, invite);
    }

    @Override
    public List<Invite> openInvites(OrgId org) {
        return invites.open(org);
    }

    @Override
    public void deleteInvite(OrgId org, InviteId invite) {
        invites.delete(org, invite);
    }
}
