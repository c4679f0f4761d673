package dev.atelier.app.account;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.spi.AccountRepository;
import io.javalin.http.Context;

/** Answers a request that opened or renewed a session: cookies for browsers, the access token for others, and who it is. */
public final class SignedInAnswer {
    private final AccountRepository accounts;
    private final Sessions sessions;

    public SignedInAnswer(AccountRepository accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    void write(Context ctx, int status, Sessions.Opened opened) {
        Member member = accounts.findMember(
                        opened.session().org(), opened.session().user())
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "You are no member any more."));
        sessions.setCookies(ctx, opened);
        ctx.status(status)
                .json(new AccountJson.SignedIn(
                        opened.accessToken(), "Bearer", SessionTokens.LIFE.toSeconds(), me(member)));
    }

    AccountJson.Me me(Member member) {
        AccountJson.OrgView org = accounts.findOrg(member.org())
                .map(AccountJson.OrgView::of)
                .orElseThrow(() -> new IllegalStateException("member of no org"));
        return new AccountJson.Me(AccountJson.Person.of(member.user()), org, AccountJson.word(member.role()));
    }
}
