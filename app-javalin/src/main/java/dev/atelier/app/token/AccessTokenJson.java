package dev.atelier.app.token;

import dev.atelier.app.http.Area;
import dev.atelier.app.http.Bounds;
import dev.atelier.core.account.User;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.AddressBlock;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.IssueAccessToken;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.SpendPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the routes of access tokens take and give; the value of a token is in {@link Made} alone. */
final class AccessTokenJson {
    private AccessTokenJson() {}

    record Wish(
            @Bounds(min = 1, max = 80) String name,
            @Bounds(min = 1, max = 50) List<String> scopes,
            @Nullable Instant expiresAt,

            @Bounds(min = 0, max = 1_000_000_000_000L) @Nullable
            Long spendLimitCredits,

            @Nullable SpendPeriod spendPeriod,
            @Bounds(max = 50) @Nullable List<String> allowedIps) {}

    record Rotation(
            @Bounds(min = 0, max = 604_800) @Nullable Long overlapSeconds) {}

    /** @param token to be shown once */
    record Made(String token, View accessToken) {
        static Made of(IssueAccessToken.Issued issued, View view) {
            return new Made(issued.text().reveal(), view);
        }
    }

    record All(List<View> data) {}

    record View(
            String id,
            String name,
            String hint,
            String userId,
            String userName,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable String lastUsedIp,
            @Nullable Long spendLimitCredits,
            String spendPeriod,
            long spentCredits,
            List<String> allowedIps,
            @Nullable Instant revokedAt,
            @Nullable Instant replacesUntil) {
        static View of(AccessToken token, User owner, long spent, Instant now) {
            AccessToken.Terms terms = token.terms();
            AccessToken.LastUse use = token.lastUse();
            Credits limit = terms.spendLimit();
            return new View(
                    token.id().toString(),
                    terms.name(),
                    token.value().hint(),
                    token.user().toString(),
                    owner.displayName(),
                    terms.scopes().stream().sorted().map(Scope::toString).toList(),
                    token.createdAt(),
                    token.value().expiresAt(),
                    use == null ? null : use.at(),
                    use == null ? null : use.address(),
                    limit == null ? null : limit.amount(),
                    terms.spendPeriod().name().toLowerCase(Locale.ROOT),
                    spent,
                    terms.allowedFrom().stream().map(AddressBlock::toString).toList(),
                    token.revokedAt(),
                    token.replacesUntil(now));
        }
    }

    /** @param title what may be done with it, for people */
    record ScopeView(String scope, String title) {}

    record Scopes(List<ScopeView> data) {
        static final Scopes ALL = new Scopes(Area.allGrantable().stream()
                .flatMap(area -> Stream.of(
                        new ScopeView(Scope.read(area.word()).toString(), "Look at " + area.title()),
                        new ScopeView(Scope.write(area.word()).toString(), "Look at and change " + area.title())))
                .toList());

        static List<String> words() {
            return ALL.data().stream().map(ScopeView::scope).toList();
        }
    }
}
