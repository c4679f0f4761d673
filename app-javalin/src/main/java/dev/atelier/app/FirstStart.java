package dev.atelier.app;

import dev.atelier.app.account.Passwords;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.Store;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.RegisterOwner;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.audit.RecordChange;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.shared.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Founds the first org and its owner, once: an owner who is there is never changed, whatever the configuration says. Safe when several
 * processes start on one empty database at the same moment.
 */
public final class FirstStart {
    /** Names the one deposit of welcome credits. */
    static final String WELCOME = "welcome";

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    private static final String PASSWORD_FILE = "owner-password";
    private static final String ORG_NAME = "Atelier";

    private final AppConfig config;
    private final Store store;
    private final Supplier<Passwords> passwords;
    private final Clock clock;
    private final RecordChange changes;
    private final SecureRandom random = new SecureRandom();

    FirstStart(AppConfig config, Store store, Supplier<Passwords> passwords, Clock clock) {
        this.config = config;
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
        this.changes = new RecordChange(store.audit(), Ids.timeOrdered(clock), clock);
    }

    /**
     * What the start found or made.
     *
     * @param newPassword the random password of an owner made just now; empty otherwise
     * @param passwordFile where a random password still lies; empty if there is none
     */
    public record Outcome(Member owner, boolean created, Optional<Secret> newPassword, Optional<Path> passwordFile) {}

    /** Makes what is missing, when the program starts. */
    public Outcome run() {
        return run(AuditOrigin.SYSTEM);
    }

    /** Makes what is missing, at somebody's word. */
    public Outcome run(AuditOrigin origin) {
        Optional<Secret> made = Optional.empty();
        boolean created = false;
        if (!store.accounts().hasOwner()) {
            Secret given = config.owner().password();
            Secret password = given == null ? Secret.of(ReadablePassword.make(random)) : given;
            created = register(origin, password, given == null);
            made = created && given == null ? Optional.of(password) : Optional.empty();
        }
        Member owner = owner();
        welcome(origin, owner);
        Optional<Path> file = passwordFile(owner);
        if (file.isPresent()) {
            // Earlier versions made the password without this note.
            store.accounts().markPasswordGenerated(owner.user().id());
        }
        return new Outcome(owner, created, made, file);
    }

    /** The oldest owner of the oldest org: the one who runs this installation. */
    public Member owner() {
        Org org = store.accounts().orgs().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no org yet"));
        return store.accounts().members(org.id()).stream()
                .filter(member -> member.role() == Role.OWNER)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the first org has no owner"));
    }

    /** Gives the owner a new random password, which is written nowhere; every session of his ends. */
    public Secret resetPassword(Member owner, AuditOrigin origin) {
        Secret password = Secret.of(ReadablePassword.make(random));
        String hash = passwords.get().hash(password.reveal());
        store.transactions().run(() -> {
            User user = store.accounts()
                    .findUser(owner.user().id())
                    .orElseThrow(() -> new IllegalStateException("the owner has gone"));
            store.accounts().updateUser(user.withPasswordHash(hash));
            changes.record(owner.org(), origin, AuditChange.done(AuditAction.PASSWORD_RESET, AuditTrail.subject(user)));
        });
        return password;
    }

    /** The file that a random password was written to, if the owner has not changed it; an outdated file is removed. */
    public Optional<Path> passwordFile(Member owner) {
        Path file = config.inData(PASSWORD_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        int version = store.accounts()
                .findUser(owner.user().id())
                .map(User::sessionVersion)
                .orElse(1);
        if (version == 0) {
            return Optional.of(file);
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the outdated " + file + " cannot be removed", e);
        }
        return Optional.empty();
    }

    /** Removes the password file if the password in it is not the owner's any more. Never throws. */
    public void forgetOutdatedPassword() {
        try {
            store.transactions()
                    .forAllOrgs(() ->
                            store.accounts().hasOwner() && passwordFile(owner()).isPresent());
        } catch (RuntimeException e) {
            LOG.info("the password file was not looked at: {}", e.getMessage());
        }
    }

    // The file is written before the commit: an owner whose password nobody knows must not come to be.
    private boolean register(AuditOrigin origin, Secret password, boolean keep) {
        String hash = passwords.get().hash(password.reveal());
        RegisterOwner registration =
                new RegisterOwner(store.accounts(), store.transactions(), Ids.timeOrdered(clock), clock);
        try {
            store.transactions().run(() -> {
                Member owner =
                        registration.register(ORG_NAME, new Email(config.owner().email()), "Owner", hash);
                changes.record(
                        owner.org(),
                        origin,
                        AuditChange.made(
                                AuditAction.ORG_FOUNDED,
                                new AuditSubject("org", owner.org().toString(), ORG_NAME),
                                AuditDetails.NONE.with("owner", owner.user().email())));
                if (keep) {
                    store.accounts().markPasswordGenerated(owner.user().id());
                    writePassword(password);
                }
            });
            return true;
        } catch (IllegalStateException e) {
            if (store.accounts().hasOwner()) {
                return false;
            }
            throw e;
        }
    }

    private void writePassword(Secret password) {
        try {
            PrivateFiles.write(config.inData(PASSWORD_FILE), password.reveal());
        } catch (IOException e) {
            throw new UncheckedIOException("the owner's password cannot be kept in " + config.data(), e);
        }
    }

    private void welcome(AuditOrigin origin, Member owner) {
        long amount = config.owner().welcomeCredits();
        if (amount > 0) {
            store.transactions().run(() -> {
                long before = store.ledger().balance(owner.org()).granted();
                store.ledger()
                        .deposit(
                                owner.org(),
                                EntryKind.GRANT,
                                Credits.of(amount),
                                WELCOME,
                                LedgerNote.bySystem("welcome credits"));
                // Deposited at the first start only; each start asks for it.
                if (store.ledger().balance(owner.org()).granted() != before) {
                    changes.record(
                            owner.org(),
                            origin,
                            AuditChange.made(
                                    AuditAction.CREDITS_GRANTED,
                                    new AuditSubject("credits", owner.org().toString(), ORG_NAME),
                                    AuditDetails.NONE.with("amount", amount).with("reason", "welcome credits")));
                }
            });
        }
    }
}
