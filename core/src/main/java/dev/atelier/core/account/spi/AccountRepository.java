package dev.atelier.core.account.spi;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orgs, people, members, sessions, invites and sign-in links. Thread-safe; joins the caller's transaction. */
public interface AccountRepository {
    void insertOrg(Org org);

    void updateOrg(Org org);

    Optional<Org> findOrg(OrgId org);

    /**
     * Keeps every other transaction that locks the org waiting until this one ends, so that rules over all of its members hold.
     */
    void lockOrg(OrgId org);

    /** All orgs, oldest first. */
    List<Org> orgs();

    /** @throws IllegalStateException if the e-mail is taken */
    void insertUser(User user);

    /** @throws IllegalStateException if the e-mail is another person's; the caller's transaction is then lost */
    void updateUser(User user);

    Optional<User> findUser(UserId user);

    /** @param email compared without case */
    Optional<User> findUserByEmail(String email);

    /** Notes that the person's present password was made by us and chosen by nobody. */
    void markPasswordGenerated(UserId user);

    /** True if that was noted and nothing raised the person's {@link User#sessionVersion()} since. */
    boolean passwordGenerated(UserId user);

    /** Adds the member or changes the role of one who is there. */
    void putMember(OrgId org, UserId user, Role role);

    /** Takes the person's sign-in links to the org away too. */
    void removeMember(OrgId org, UserId user);

    Optional<Member> findMember(OrgId org, UserId user);

    /** The org's members, oldest first. */
    List<Member> members(OrgId org);

    /** The person's memberships, oldest first. */
    List<Member> memberships(UserId user);

    /** True once any org has an owner: the first start has then been done. */
    boolean hasOwner();

    void insertSession(Session session);

    void updateSession(Session session);

    Optional<Session> findSession(SessionId session);

    /** The person's sessions that were neither revoked nor expired at that time, the one last seen first. */
    List<Session> openSessions(UserId user, Instant now);

    /** Notes when sessions were last used; an earlier time than the noted one, or an unknown session, changes nothing. */
    void sessionsSeen(Map<SessionId, Instant> at);

    /**
     * Those of the sessions that do not stand any more at that time: revoked, expired, unknown, begun before the person's present
     * {@link User#sessionVersion()}, or of a person who is disabled or no member of the session's org.
     */
    Set<SessionId> endedAmong(Set<SessionId> sessions, Instant now);

    /** Finds by the current or the previous refresh token's hash, and locks the row in a transaction. */
    Optional<Session> lockSessionByRefreshHash(String hash);

    /** Keeps a link of a member, and forgets those that had expired by now. */
    void insertSignInLink(SignInLink link, Instant now);

    /** Removes the link and hands it out, expired or not: of any number of callers at once, one gets it. */
    Optional<SignInLink> takeSignInLink(String keyHash);

    void insertInvite(Invite invite);

    void updateInvite(Invite invite);

    Optional<Invite> lockInviteByTokenHash(String hash);

    Optional<Invite> findInvite(OrgId org, InviteId invite);

    /** The org's invites that were neither accepted nor withdrawn, newest first. */
    List<Invite> openInvites(OrgId org);

    void deleteInvite(OrgId org, InviteId invite);
}
