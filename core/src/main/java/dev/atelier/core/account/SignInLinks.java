package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Links that sign a member in once, within fifteen minutes: for the first page of a new installation, and for who lost the password.
 * They are kept in the store, so that any process may make one and any may take it. Thread-safe.
 */
public final class SignInLinks {
    private static final Duration GOOD_FOR = Duration.ofMinutes(15);

    private final AccountRepository accounts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SignInLinks(AccountRepository accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * The key of a new link.
     *
     * @throws IllegalStateException if the person is no member of the org
     */
    public Secret issue(OrgId org, UserId user) {
        Member member = accounts.findMember(org, user)
                .orElseThrow(() -> new IllegalStateException("user " + user + " is no member of org " + org));
        OneTimeToken key = OneTimeToken.make(random);
        Instant now = clock.instant();
        accounts.insertSignInLink(
                new SignInLink(key.hash(), org, user, member.user().sessionVersion(), now.plus(GOOD_FOR)), now);
        return key.token();
    }

    /** Who the key signs in; the link is used up then. Empty if it is unknown, used, too old, or void. */
    public Optional<Member> redeem(String key) {
        return accounts.takeSignInLink(OneTimeToken.hashOf(key))
                .filter(link -> clock.instant().isBefore(link.expiresAt()))
                .flatMap(link -> accounts.findMember(link.org(), link.user())
                        .filter(member -> member.user().sessionVersion() == link.sessionVersion()
                                && !member.user().disabled()));
    }
}
