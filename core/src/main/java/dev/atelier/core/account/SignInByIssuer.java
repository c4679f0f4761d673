package dev.atelier.core.account;

import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.account.spi.IdentityRepository;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the person whom an issuer names, or makes him, once: of any number of first sign-ins at the same moment, on any number of
 * servers, one makes the person and all get him. Thread-safe.
 */
public final class SignInByIssuer {
    /** One lost race is usual at a first sign-in, a second one takes a third party. */
    private static final int TRIES = 5;

    private final AccountRepository accounts;
    private final IdentityRepository identities;
    private final Transactions transactions;
    private final Ids ids;
    private final Clock clock;

    public SignInByIssuer(
            AccountRepository accounts,
            IdentityRepository identities,
            Transactions transactions,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.identities = identities;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /** Somebody else wrote the row; the transaction is rolled back and begun anew. */
    private static final class LostRace extends RuntimeException {
        LostRace() {
            super("another sign-in was faster", null, false, false);
        }
    }

    /**
     * @param joined told of a membership that this sign-in made, in the same transaction; may be told more than once if that is
     *     rolled back
     */
    public IssuerSignIn signIn(IssuedPerson person, IssuerRules rules, Consumer<Member> joined) {
        for (int left = TRIES - 1; ; left--) {
            try {
                return transactions.inTransaction(() -> {
                    IssuerSignIn result = once(person, rules);
                    if (result instanceof IssuerSignIn.LetIn letIn && letIn.joined()) {
                        joined.accept(letIn.member());
                    }
                    return result;
                });
            } catch (LostRace e) {
                if (left == 0) {
                    throw new IllegalStateException("a sign-in lost " + TRIES + " races", e);
                }
            }
        }
    }

    private IssuerSignIn once(IssuedPerson person, IssuerRules rules) {
        if (!rules.admits(person.email(), person.emailVerified())) {
            return refused(IssuerRefusal.EMAIL_DOMAIN);
        }
        Optional<User> known = identities
                .find(person.issuer(), person.subject())
                .flatMap(identity -> accounts.findUser(identity.user()));
        if (known.isPresent()) {
            return enter(known.get(), person);
        }
        IssuerSignIn asNew = asNew(person, rules);
        // What was in the way may be the person himself, made meanwhile, or the invite that made him.
        if (asNew instanceof IssuerSignIn.Refused
                && identities.find(person.issuer(), person.subject()).isPresent()) {
            throw new LostRace();
        }
        return asNew;
    }

    private IssuerSignIn asNew(IssuedPerson person, IssuerRules rules) {
        Email email = person.email();
        if (email == null) {
            return rules.emailNeeded() ? refused(IssuerRefusal.NO_EMAIL) : addUnasked(person, nameless(person), rules);
        }
        if (!person.emailVerified()) {
            return refused(IssuerRefusal.EMAIL_NOT_VERIFIED);
        }
        Optional<User> sameAddress = accounts.findUserByEmail(email.value());
        if (sameAddress.isPresent()) {
            return rules.linkByEmail() ? link(sameAddress.get(), person) : refused(IssuerRefusal.NOT_LINKED);
        }
        return newest(email)
                .map(invite -> join(invite, add(person, email), true))
                .orElseGet(() -> addUnasked(person, email, rules));
    }

    /** A person who is here already: by his oldest membership, or by an invite if he has none. */
    private IssuerSignIn enter(User user, IssuedPerson person) {
        if (user.disabled()) {
            return refused(IssuerRefusal.DISABLED);
        }
        List<Member> memberships = accounts.memberships(user.id());
        if (!memberships.isEmpty()) {
            return new IssuerSignIn.LetIn(memberships.get(0), false, false);
        }
        // Whoever was removed does not come back unasked: an issuer goes on naming people long after.
        Email email = person.emailVerified() ? person.email() : null;
        return newest(email)
                .map(invite -> join(invite, user, false))
                .orElseGet(() -> refused(IssuerRefusal.NO_MEMBERSHIP));
    }

    private IssuerSignIn link(User user, IssuedPerson person) {
        IssuerSignIn entered = enter(user, person);
        if (entered instanceof IssuerSignIn.LetIn) {
            keep(person, user);
        }
        return entered;
    }

    private IssuerSignIn addUnasked(IssuedPerson person, Email email, IssuerRules rules) {
        Role role = rules.signUp();
        List<Org> orgs = accounts.orgs();
        if (role == null || orgs.isEmpty()) {
            return refused(IssuerRefusal.NOT_INVITED);
        }
        User user = add(person, email);
        accounts.putMember(orgs.get(0).id(), user.id(), role);
        return letIn(orgs.get(0).id(), user, true);
    }

    private IssuerSignIn join(Invite invite, User user, boolean isNew) {
        accounts.updateInvite(new Invite(
                invite.id(),
                invite.org(),
                invite.email(),
                invite.role(),
                invite.tokenHash(),
                invite.invitedBy(),
                invite.createdAt(),
                invite.expiresAt(),
                clock.instant()));
        accounts.putMember(invite.org(), user.id(), invite.role());
        return letIn(invite.org(), user, isNew);
    }

    private IssuerSignIn letIn(OrgId org, User user, boolean isNew) {
        return new IssuerSignIn.LetIn(accounts.findMember(org, user.id()).orElseThrow(LostRace::new), isNew, true);
    }

    private Optional<Invite> newest(@Nullable Email email) {
        return email == null
                ? Optional.empty()
                : identities.lockInvitesTo(email.value(), clock.instant()).stream()
                        .findFirst();
    }

    private User add(IssuedPerson person, Email email) {
        Instant now = clock.instant();
        User user = new User(new UserId(ids.next()), email.value(), person.displayName(), null, false, 0, now);
        try {
            accounts.insertUser(user);
        } catch (IllegalStateException e) {
            throw new LostRace();
        }
        keep(person, user);
        return user;
    }

    private void keep(IssuedPerson person, User user) {
        if (!identities.insertIfAbsent(new Identity(person.issuer(), person.subject(), user.id(), clock.instant()))) {
            throw new LostRace();
        }
    }

    // Every person has an address of his own; this one leads nowhere, by RFC 2606.
    private static Email nameless(IssuedPerson person) {
        String hash = OneTimeToken.hashOf(person.issuer() + "\n" + person.subject());
        return new Email("sub-" + hash.substring(0, 32) + "@issuer.invalid");
    }

    private static IssuerSignIn refused(IssuerRefusal why) {
        return new IssuerSignIn.Refused(why);
    }
}
