package dev.atelier.app.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Links that sign a member in once, within fifteen minutes: for the demo's first page and for an operator who lost his password. Kept by
 * the process that made them, as hashes. Thread-safe.
 */
public final class SignInLinks {
    private static final Duration GOOD_FOR = Duration.ofMinutes(15);
    private static final int MOST = 1000;

    private final Cache<String, Member> open;
    private final SecureRandom random = new SecureRandom();

    public SignInLinks(Clock clock) {
        this.open = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(GOOD_FOR)
                .ticker(() -> Math.multiplyExact(clock.millis(), 1_000_000L))
                .build();
    }

    /** A key for {@code POST /api/v1/auth/link}. */
    public Secret issue(Member member) {
        OneTimeToken token = OneTimeToken.make(random);
        open.put(token.hash(), member);
        return token.token();
    }

    Optional<Member> redeem(String key) {
        return Optional.ofNullable(open.asMap().remove(OneTimeToken.hashOf(key)));
    }
}
