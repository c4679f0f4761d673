package dev.atelier.app.account;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.User;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;

/** What the audit log is told of members, invites and passwords. */
final class MemberAudit {
    private MemberAudit() {}

    static AuditChange invited(Invite invite) {
        return AuditChange.made(AuditAction.MEMBER_INVITED, subject(invite), details(invite));
    }

    static AuditChange withdrawn(Invite invite) {
        return AuditChange.gone(AuditAction.INVITE_WITHDRAWN, subject(invite), details(invite));
    }

    static AuditChange joined(Member member) {
        return AuditChange.made(AuditAction.MEMBER_JOINED, AuditTrail.subject(member.user()), role(member));
    }

    static AuditChange roleChanged(Member before, Member after) {
        return AuditChange.between(
                AuditAction.MEMBER_ROLE_CHANGED, AuditTrail.subject(after.user()), role(before), role(after));
    }

    static AuditChange shutOut(Member before, Member after) {
        AuditAction action = after.user().disabled() ? AuditAction.MEMBER_DISABLED : AuditAction.MEMBER_ENABLED;
        return AuditChange.between(action, AuditTrail.subject(after.user()), disabled(before), disabled(after));
    }

    static AuditChange removed(Member member) {
        return AuditChange.gone(AuditAction.MEMBER_REMOVED, AuditTrail.subject(member.user()), role(member));
    }

    static AuditChange sessionsRevoked(User user, int count) {
        return AuditChange.made(
                AuditAction.SESSION_REVOKED, AuditTrail.subject(user), AuditDetails.NONE.with("sessions", count));
    }

    static AuditChange passwordChanged(User user) {
        return AuditChange.done(AuditAction.PASSWORD_CHANGED, AuditTrail.subject(user));
    }

    private static AuditSubject subject(Invite invite) {
        return new AuditSubject("invite", invite.id().toString(), invite.email());
    }

    private static AuditDetails details(Invite invite) {
        return AuditDetails.NONE
                .with("email", invite.email())
                .with("role", AccountJson.word(invite.role()))
                .with("expiresAt", invite.expiresAt());
    }

    private static AuditDetails role(Member member) {
        return AuditDetails.NONE.with("role", AccountJson.word(member.role()));
    }

    private static AuditDetails disabled(Member member) {
        return AuditDetails.NONE.with("disabled", member.user().disabled());
    }
}
