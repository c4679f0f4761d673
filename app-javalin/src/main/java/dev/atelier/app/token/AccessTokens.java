package dev.atelier.app.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.app.account.Door;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Proof;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.TokenText;
import dev.atelier.core.token.spi.AccessTokenRepository;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The door of programs: {@code Authorization: Bearer atl_…}. A token does what its scopes say within the role that its person has now;
 * what the store says of both is at most five seconds old. Thread-safe.
 */
public final class AccessTokens implements Door, AutoCloseable {
    private static final Duration CACHED_FOR = Duration.ofSeconds(5);
    private static final int MOST_CACHED = 20_000;

    private final AccessTokenRepository tokens;
    private final AccountRepository accounts;
    private final Function<Context, String> address;
    private final Clock clock;
    private final LastUses uses;
    private final Cache<String, Standing> standings;

    /** What the store says of a token whose person is a member. */
    private record Standing(AccessToken token, Member member) {}

    /** @param address of the client, behind the proxies that are trusted */
    public AccessTokens(Store store, Function<Context, String> address, Clock clock) {
        this.tokens = store.accessTokens();
        this.accounts = store.accounts();
        this.address = address;
        this.clock = clock;
        this.uses = new LastUses(tokens, clock);
        this.standings = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(CACHED_FOR)
                .ticker(() -> Math.multiplyExact(clock.millis(), 1_000_000L))
                .build();
    }

    @Override
    public Optional<Principal> authenticate(Context ctx) {
        String text = textOf(ctx.header("Authorization"));
        if (text == null) {
            return Optional.empty();
        }
        if (!TokenText.wellFormed(text)) {
            throw refused("This is no access token: its check digits are wrong. Was it copied in full?");
        }
        String hash = OneTimeToken.hashOf(text);
        Standing now = standings.get(hash, this::load);
        if (now == null) {
            throw refused("There is no such access token, or its person is no member any more.");
        }
        AccessToken token = now.token();
        if (!token.accepts(hash, clock.instant())) {
            throw refused("The access token has ended: it was revoked, was replaced, or has expired.");
        }
        String from = address.apply(ctx);
        if (!token.allowedFrom(from)) {
            throw Problem.of(
                    ProblemCode.ADDRESS_NOT_ALLOWED, "The access token may not be used from the address " + from + ".");
        }
        uses.note(token.id(), from);
        return Optional.of(new Principal(
                new Caller(token.org(), token.user(), token.id()),
                now.member().role(),
                new Proof.AccessToken(token.id(), token.terms().scopes())));
    }

    /** The text that claims to be an access token; null if the header is none of ours. */
    private static @Nullable String textOf(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.strip().split(" +", 2);
        boolean ours = parts.length == 2
                && parts[0].toLowerCase(Locale.ROOT).equals("bearer")
                && parts[1].startsWith(TokenText.PREFIX);
        return ours ? parts[1] : null;
    }

    private static Problem refused(String detail) {
        return Problem.of(ProblemCode.UNAUTHENTICATED, detail);
    }

    private @Nullable Standing load(String hash) {
        return tokens.findByHash(hash).flatMap(this::standing).orElse(null);
    }

    // A membership that ended takes its tokens with it, even if the person comes back.
    private Optional<Standing> standing(AccessToken token) {
        return accounts.findMember(token.org(), token.user())
                .filter(member -> !member.user().disabled())
                .filter(member -> member.since().equals(token.memberSince()))
                .map(member -> new Standing(token, member));
    }

    @Override
    public boolean stillStands(Principal principal) {
        return principal.proof() instanceof Proof.AccessToken proof
                && tokens.find(principal.org(), proof.id())
                        .filter(token -> token.stands(clock.instant()))
                        .flatMap(this::standing)
                        .filter(now -> now.member().role() == principal.role())
                        .isPresent();
    }

    @Override
    public void forget(UserId user) {
        standings.asMap().values().removeIf(known -> known.token().user().equals(user));
    }

    /** Forgets what was read of the token, so that a change counts at once on this node. */
    void forget(AccessTokenId token) {
        standings.asMap().values().removeIf(known -> known.token().id().equals(token));
    }

    /** Writes what is still to be noted of last uses. */
    @Override
    public void close() {
        uses.close();
    }
}
