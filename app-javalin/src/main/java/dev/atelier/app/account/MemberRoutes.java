package dev.atelier.app.account;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Bounds;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Versions;
import dev.atelier.core.account.ChangeRole;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.InviteMember;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.MemberRefusal;
import dev.atelier.core.account.MemberResult;
import dev.atelier.core.account.RemoveMember;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.ShutOutMember;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The people of the caller's org, for its admins. */
public final class MemberRoutes implements Routes {
    private static final String MEMBERS = "/api/v1/admin/members";

    private final AccountRepository accounts;
    private final AuditTrail trail;
    private final Doors doors;
    private final Paging paging;
    private final UseCases use;

    /** What admins can do to people. */
    public record UseCases(InviteMember invite, ChangeRole role, ShutOutMember shutOut, RemoveMember remove) {}

    public MemberRoutes(AccountRepository accounts, AuditTrail trail, Doors doors, Paging paging, UseCases use) {
        this.accounts = accounts;
        this.trail = trail;
        this.doors = doors;
        this.paging = paging;
        this.use = use;
    }

    record Invitation(@Bounds(min = 3, max = 254) String email, Role role) {}

    record Change(@Nullable Role role, @Nullable Boolean disabled) {
        Change {
            if (role == null && disabled == null) {
                throw new IllegalArgumentException("name role or disabled");
            }
        }
    }

    @Override
    public List<String> openApi() {
        return List.of("members");
    }

    @Override
    public Area area() {
        return Area.ACCOUNT;
    }

    @Override
    public void addTo(Access access) {
        access.get(MEMBERS, Gate.ADMIN, this::list);
        access.post(MEMBERS, Gate.ADMIN, this::invite);
        access.get(MEMBERS + "/invites", Gate.ADMIN, this::invites);
        access.post(MEMBERS + "/invites", Gate.ADMIN, this::invite);
        access.delete(MEMBERS + "/invites/{id}", Gate.ADMIN, this::withdraw);
        access.get(MEMBERS + "/{id}", Gate.ADMIN, this::one);
        access.patch(MEMBERS + "/{id}", Gate.ADMIN, this::change);
        access.delete(MEMBERS + "/{id}", Gate.ADMIN, this::remove);
    }

    private void list(Context ctx) {
        var members = accounts.members(Principal.of(ctx).org());
        paging.write(ctx, paging.slice(ctx, members).map(AccountJson.MemberView::of));
    }

    private void one(Context ctx) {
        answer(ctx, member(ctx));
    }

    // Not kept under an Idempotency-Key: the stored answer would hold the token. A second invite replaces the first
    // anyway.
    private void invite(Context ctx) {
        Invitation wanted = RequestBody.read(ctx, Invitation.class);
        Email email = Params.value("/email", wanted.email(), Email::new);
        AccountJson.InviteView invited = trail.changing(() -> use.invite()
                .invite(Principal.of(ctx).caller(), email, wanted.role())
                .fold(
                        (invite, token) -> {
                            trail.record(ctx, MemberAudit.invited(invite));
                            return AccountJson.InviteView.of(invite, token.reveal());
                        },
                        why -> {
                            throw refused(why);
                        }));
        ctx.status(201).header("Location", MEMBERS + "/invites/" + invited.id()).json(invited);
    }

    private void invites(Context ctx) {
        var open = accounts.openInvites(Principal.of(ctx).org());
        paging.write(ctx, paging.slice(ctx, open).map(invite -> AccountJson.InviteView.of(invite, null)));
    }

    private void withdraw(Context ctx) {
        InviteId id = Params.id(ctx, "id", "invite", InviteId::new);
        trail.changing(() -> {
            Invite open = accounts.findInvite(Principal.of(ctx).org(), id)
                    .filter(invite -> invite.acceptedAt() == null)
                    .orElseThrow(() -> Problem.notFound("invite"));
            accounts.deleteInvite(Principal.of(ctx).org(), id);
            trail.record(ctx, MemberAudit.withdrawn(open));
            return open;
        });
        ctx.status(204);
    }

    private void change(Context ctx) {
        Change change = RequestBody.read(ctx, Change.class);
        Principal principal = Principal.of(ctx);
        Member changed = trail.changing(() -> {
            accounts.lockOrg(principal.org());
            Member member = member(ctx);
            Versions.require(ctx, AccountJson.version(member));
            UserId user = member.user().id();
            Role role = change.role();
            if (role != null) {
                Member before = member;
                member = done(use.role().change(principal.caller(), user, role));
                trail.record(ctx, MemberAudit.roleChanged(before, member));
            }
            Boolean disabled = change.disabled();
            if (disabled != null) {
                Member before = member;
                member = done(use.shutOut().setDisabled(principal.caller(), user, disabled));
                trail.record(ctx, MemberAudit.shutOut(before, member));
            }
            return member;
        });
        doors.forget(changed.user().id());
        answer(ctx, changed);
    }

    private void remove(Context ctx) {
        UserId user = Params.id(ctx, "id", "member", UserId::new);
        trail.changing(() -> {
            Member gone = done(use.remove().remove(Principal.of(ctx).caller(), user));
            trail.record(ctx, MemberAudit.removed(gone));
            return gone;
        });
        doors.forget(user);
        ctx.status(204);
    }

    private Member member(Context ctx) {
        UserId user = Params.id(ctx, "id", "member", UserId::new);
        return accounts.findMember(Principal.of(ctx).org(), user).orElseThrow(() -> Problem.notFound("member"));
    }

    private static void answer(Context ctx, Member member) {
        Versions.send(ctx, AccountJson.version(member));
        ctx.json(AccountJson.MemberView.of(member));
    }

    private static Member done(MemberResult result) {
        return result.fold(member -> member, why -> {
            throw refused(why);
        });
    }

    private static Problem refused(MemberRefusal why) {
        return switch (why) {
            case NO_SUCH_MEMBER -> Problem.notFound("member");
            case OWNERS_ONLY -> Problem.of(ProblemCode.FORBIDDEN, why.sentence());
            case LAST_OWNER, MEMBER_ELSEWHERE, ALREADY_MEMBER -> Problem.of(ProblemCode.CONFLICT, why.sentence());
            case INVITE_NOT_VALID -> Problem.of(ProblemCode.GONE, why.sentence());
        };
    }
}
