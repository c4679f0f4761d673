package dev.atelier.app.account;

import dev.atelier.core.account.Invite;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the account routes answer with; no hash and no token has a place in it. */
final class AccountJson {
    private AccountJson() {}

    record Person(String id, String email, String displayName) {
        static Person of(User user) {
            return new Person(user.id().toString(), user.email(), user.displayName());
        }
    }

    record OrgView(String id, String name) {
        static OrgView of(Org org) {
            return new OrgView(org.id().toString(), org.name());
        }
    }

    record Me(Person user, OrgView org, String role) {}

    /** @param expiresIn seconds that the access token is good for */
    record SignedIn(String accessToken, String tokenType, long expiresIn, Me me) {}

    record MemberView(
            String id, String email, String displayName, String role, boolean disabled, Instant since, long version) {
        static MemberView of(Member member) {
            User user = member.user();
            return new MemberView(
                    user.id().toString(),
                    user.email(),
                    user.displayName(),
                    word(member.role()),
                    user.disabled(),
                    member.since(),
                    AccountJson.version(member));
        }
    }

    /** @param token only in the answer that made the invite */
    record InviteView(
            String id,
            String email,
            String role,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String token) {
        static InviteView of(Invite invite, @Nullable String token) {
            return new InviteView(
                    invite.id().toString(),
                    invite.email(),
                    word(invite.role()),
                    invite.createdAt(),
                    invite.expiresAt(),
                    token);
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A number that is another one for every other state of the membership. */
    static long version(Member member) {
        int states = Role.values().length * 2;
        return (long) member.user().sessionVersion() * states
                + List.of(Role.values()).indexOf(member.role()) * 2L
                + (member.user().disabled() ? 1 : 0);
    }
}
