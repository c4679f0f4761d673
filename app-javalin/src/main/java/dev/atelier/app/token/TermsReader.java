package dev.atelier.app.token;

import dev.atelier.app.http.Params;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.AddressBlock;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.SpendPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what a token is wished for, with the place of everything that is wrong. */
final class TermsReader {
    private TermsReader() {}

    /** @throws Problem 400 if something cannot be */
    static AccessToken.Terms read(AccessTokenJson.Wish wish, Instant now) {
        String name = wish.name().strip();
        if (name.isEmpty()) {
            throw Problem.malformed("/name", "blank", "The name is blank.");
        }
        Long limit = wish.spendLimitCredits();
        return new AccessToken.Terms(
                name,
                scopes(wish.scopes()),
                life(wish.expiresAt(), now),
                limit == null ? null : Credits.of(limit),
                wish.spendPeriod() == null ? SpendPeriod.MONTH : wish.spendPeriod(),
                addresses(wish.allowedIps()));
    }

    private static Set<Scope> scopes(List<String> words) {
        List<String> known = AccessTokenJson.Scopes.words();
        Set<Scope> scopes = new HashSet<>();
        List<Problem.Field> wrong = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (known.contains(words.get(i))) {
                scopes.add(Scope.of(words.get(i)));
            } else {
                wrong.add(new Problem.Field("/scopes/" + i, "not_allowed", "there is no such scope", known));
            }
        }
        if (!wrong.isEmpty()) {
            throw Problem.of(ProblemCode.MALFORMED_REQUEST, "There is no such scope.")
                    .withFields(wrong);
        }
        return scopes;
    }

    private static @Nullable Duration life(@Nullable Instant expiresAt, Instant now) {
        if (expiresAt == null) {
            return null;
        }
        Instant latest = now.plus(AccessToken.LONGEST_LIFE);
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(latest)) {
            throw Problem.of(
                            ProblemCode.MALFORMED_REQUEST, "A token expires in the future and within a year, or never.")
                    .with(new Problem.Field(
                            "/expiresAt",
                            "out_of_range",
                            "in the future and within a year",
                            Map.of("min", now.toString(), "max", latest.toString())));
        }
        return Duration.between(now, expiresAt);
    }

    private static List<AddressBlock> addresses(@Nullable List<String> texts) {
        List<AddressBlock> blocks = new ArrayList<>();
        if (texts != null) {
            for (int i = 0; i < texts.size(); i++) {
                blocks.add(Params.value("/allowedIps/" + i, texts.get(i), AddressBlock::of));
            }
        }
        return blocks.stream().distinct().toList();
    }
}
