package dev.atelier.core.memory;

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
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Orgs, people, members, sessions and invites, each by id. */
final class InMemoryAccountRepository implements AccountRepository {
    private record MemberKey(OrgId org, UserId user) {}

    /** A membership; the person is looked up when it is read. */
    private record Membership(OrgId org, UserId user, Role role, Instant since) {}

    private final InMemoryDatabase database;
    private final Clock clock;
    private final InMemoryTable<OrgId, Org> orgs;
    private final InMemoryTable<UserId, User> users;
    private final InMemoryTable<String, UserId> emails;
    private final InMemoryTable<MemberKey, Membership> members;
    private final InMemoryTable<SessionId, Session> sessions;
    private final InMemoryTable<String, SessionId> refreshHashes;
    private final InMemoryTable<InviteId, Invite> invites;
    private final InMemoryTable<String, SignInLink> links;

    /** By person: his session version when a password was made for him. */
    private final InMemoryTable<UserId, Integer> generatedPasswords;

    InMemoryAccountRepository(InMemoryDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.orgs = new InMemoryTable<>(database, Comparator.comparing(OrgId::value));
        this.users = new InMemoryTable<>(database, Comparator.comparing(UserId::value));
        this.emails = new InMemoryTable<>(database, Comparator.naturalOrder());
        this.members = new InMemoryTable<>(
                database,
                Comparator.<MemberKey, java.util.UUID>comparing(key -> key.org().value())
                        .thenComparing(key -> key.user().value()));
        this.sessions = new InMemoryTable<>(database, Comparator.comparing(SessionId::value));
        this.refreshHashes = new InMemoryTable<>(database, Comparator.naturalOrder());
        this.invites = new InMemoryTable<>(database, Comparator.comparing(InviteId::value));
        this.links = new InMemoryTable<>(database, Comparator.naturalOrder());
        this.generatedPasswords = new InMemoryTable<>(database, Comparator.comparing(UserId::value));
    }

    @Override
    public void insertOrg(Org org) {
        database.run(() -> orgs.insert(org.id(), org, "org " + org.id()));
    }

    @Override
    public void updateOrg(Org org) {
        database.run(() -> orgs.replace(org.id(), org, "org " + org.id()));
    }

    @Override
    public Optional<Org> findOrg(OrgId org) {
        return database.inTransaction(() -> orgs.get(org));
    }

    @Override
    public void lockOrg(OrgId org) {
        // One transaction at a time: the org is locked already.
    }

    @Override
    public List<Org> orgs() {
        return database.inTransaction(() -> orgs.values().stream()
                .sorted(Comparator.comparing(Org::createdAt))
                .toList());
    }

    @Override
    public void insertUser(User user) {
        database.run(() -> {
            // The address itself stays out of the message.
            emails.insert(lower(user.email()), user.id(), "a person with this e-mail");
            users.insert(user.id(), user, "user " + user.id());
        });
    }

    @Override
    public void updateUser(User user) {
        database.run(() -> {
            users.get(user.id()).ifPresent(before -> emails.remove(lower(before.email())));
            emails.insert(lower(user.email()), user.id(), "a person with this e-mail");
            users.replace(user.id(), user, "user " + user.id());
        });
    }

    @Override
    public Optional<User> findUser(UserId user) {
        return database.inTransaction(() -> users.get(user));
    }

    @Override
    public Optional<User> findUserByEmail(String email) {
        return database.inTransaction(() -> emails.get(lower(email)).flatMap(users::get));
    }

    @Override
    public void markPasswordGenerated(UserId user) {
        database.run(() -> users.get(user).ifPresent(now -> generatedPasswords.put(user, now.sessionVersion())));
    }

    @Override
    public boolean passwordGenerated(UserId user) {
        return database.inTransaction(() -> users.get(user)
                .filter(now -> generatedPasswords
                        .get(user)
                        .filter(version -> version == now.sessionVersion())
                        .isPresent())
                .isPresent());
    }

    private static String lower(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    @Override
    public void putMember(OrgId org, UserId user, Role role) {
        database.run(() -> {
            if (!orgs.has(org) || !users.has(user)) {
                throw new IllegalStateException("org " + org + " or user " + user + " does not exist");
            }
            MemberKey key = new MemberKey(org, user);
            Instant since = members.get(key).map(Membership::since).orElseGet(clock::instant);
            members.put(key, new Membership(org, user, role, since));
        });
    }

    @Override
    public void removeMember(OrgId org, UserId user) {
        database.run(() -> {
            members.remove(new MemberKey(org, user));
            forgetLinks(link -> link.org().equals(org) && link.user().equals(user));
        });
    }

    @Override
    public Optional<Member> findMember(OrgId org, UserId user) {
        return database.inTransaction(
                () -> members.get(new MemberKey(org, user)).map(this::member));
    }

    @Override
    public List<Member> members(OrgId org) {
        return membersLike(member -> member.org().equals(org));
    }

    @Override
    public List<Member> memberships(UserId user) {
        return membersLike(member -> member.user().equals(user));
    }

    private List<Member> membersLike(Predicate<Membership> like) {
        return database.inTransaction(() -> members.values().stream()
                .filter(like)
                .sorted(Comparator.comparing(Membership::since))
                .map(this::member)
                .toList());
    }

    private Member member(Membership membership) {
        User user = users.get(membership.user()).orElseThrow();
        return new Member(membership.org(), user, membership.role(), membership.since());
    }

    @Override
    public boolean hasOwner() {
        return database.inTransaction(() -> members.values().stream().anyMatch(member -> member.role() == Role.OWNER));
    }

    @Override
    public void insertSession(Session session) {
        database.run(() -> {
            sessions.insert(session.id(), session, "session " + session.id());
            nameSession(session);
        });
    }

    @Override
    public void updateSession(Session session) {
        database.run(() -> {
            sessions.get(session.id()).ifPresent(this::unnameSession);
            // When it was last used is noted by others meanwhile.
            Session merged = sessions.get(session.id())
                    .map(before -> session.seen(before.lastSeenAt()))
                    .orElse(session);
            sessions.replace(session.id(), merged, "session " + session.id());
            nameSession(session);
        });
    }

    private void unnameSession(Session before) {
        refreshHashes.remove(before.refreshHash());
        String previous = before.previousHash();
        if (previous != null) {
            refreshHashes.remove(previous);
        }
    }

    private void nameSession(Session session) {
        String previous = session.previousHash();
        if (previous != null) {
            refreshHashes.put(previous, session.id());
        }
        refreshHashes.put(session.refreshHash(), session.id());
    }

    @Override
    public Optional<Session> findSession(SessionId session) {
        return database.inTransaction(() -> sessions.get(session));
    }

    @Override
    public List<Session> openSessions(UserId user, Instant now) {
        return database.inTransaction(() -> sessions.values().stream()
                .filter(session -> session.user().equals(user))
                .filter(session -> session.revokedAt() == null && now.isBefore(session.expiresAt()))
                .sorted(Comparator.comparing(Session::lastSeenAt)
                        .thenComparing(session -> session.id().value())
                        .reversed())
                .toList());
    }

    @Override
    public void sessionsSeen(Map<SessionId, Instant> at) {
        database.run(() ->
                at.forEach((id, seen) -> sessions.get(id).ifPresent(session -> sessions.put(id, session.seen(seen)))));
    }

    @Override
    public Set<SessionId> endedAmong(Set<SessionId> ids, Instant now) {
        return database.inTransaction(() -> ids.stream()
                .filter(id ->
                        sessions.get(id).filter(session -> stands(session, now)).isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    private boolean stands(Session session, Instant now) {
        return session.revokedAt() == null
                && now.isBefore(session.expiresAt())
                && members.has(new MemberKey(session.org(), session.user()))
                && users.get(session.user())
                        .filter(user -> !user.disabled() && user.sessionVersion() == session.sessionVersion())
                        .isPresent();
    }

    @Override
    public Optional<Session> lockSessionByRefreshHash(String hash) {
        return database.inTransaction(() -> refreshHashes.get(hash).flatMap(sessions::get));
    }

    @Override
    public void insertSignInLink(SignInLink link, Instant now) {
        database.run(() -> {
            if (!members.has(new MemberKey(link.org(), link.user()))) {
                throw new IllegalStateException("the link's person is no member");
            }
            forgetLinks(old -> old.expiresAt().isBefore(now));
            links.insert(link.keyHash(), link, "this link");
        });
    }

    private void forgetLinks(Predicate<SignInLink> like) {
        List.copyOf(links.values()).stream().filter(like).forEach(link -> links.remove(link.keyHash()));
    }

    @Override
    public Optional<SignInLink> takeSignInLink(String keyHash) {
        return database.inTransaction(() -> links.remove(keyHash));
    }

    @Override
    public void insertInvite(Invite invite) {
        database.run(() -> invites.insert(invite.id(), invite, "invite " + invite.id()));
    }

    @Override
    public void updateInvite(Invite invite) {
        database.run(() -> invites.replace(invite.id(), invite, "invite " + invite.id()));
    }

    @Override
    public Optional<Invite> lockInviteByTokenHash(String hash) {
        return database.inTransaction(() -> invites.values().stream()
                .filter(invite -> invite.tokenHash().equals(hash))
                .findFirst());
    }

    @Override
    public Optional<Invite> findInvite(OrgId org, InviteId invite) {
        return database.inTransaction(
                () -> invites.get(invite).filter(found -> found.org().equals(org)));
    }

    /** Invites to the address that are open at that time, newest first. */
    List<Invite> invitesTo(String email, Instant now) {
        return database.inTransaction(() -> invites.values().stream()
                .filter(invite -> invite.email().equals(lower(email)))
                .filter(invite -> invite.acceptedAt() == null && now.isBefore(invite.expiresAt()))
                .sorted(Comparator.comparing(Invite::createdAt).reversed())
                .toList());
    }

    @Override
    public List<Invite> openInvites(OrgId org) {
        return database.inTransaction(() -> invites.values().stream()
                .filter(invite -> invite.org().equals(org) && invite.acceptedAt() == null)
                .sorted(Comparator.comparing(Invite::createdAt).reversed())
                .toList());
    }

    @Override
    public void deleteInvite(OrgId org, InviteId invite) {
        database.run(() -> findInvite(org, invite).ifPresent(found -> invites.remove(invite)));
    }
}
