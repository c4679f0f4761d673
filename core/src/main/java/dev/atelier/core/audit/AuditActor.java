package dev.atelier.core.audit;

import dev.atelier.core.account.User;

/**
 * Who did it, by the name that he had then.
 *
 * @param id of the person or the access token; {@code cli} or {@code system} where there is none
 */
public record AuditActor(Kind kind, String id, String name) {
    /** The program itself. */
    public static final AuditActor SYSTEM = new AuditActor(Kind.SYSTEM, "system", "Atelier");

    /** Whoever runs this installation, for the log of an org that is not his. */
    public static final AuditActor OPERATOR =
            new AuditActor(Kind.SYSTEM, "operator", "The operator of this installation");

    /** In which way somebody acts. */
    public enum Kind {
        /** A person, signed in. */
        USER,
        /** A program with an access token. */
        TOKEN,
        /** A command on the machine. */
        CLI,
        /** The program itself. */
        SYSTEM
    }

    public static AuditActor user(User user) {
        return new AuditActor(Kind.USER, user.id().toString(), user.displayName());
    }

    /** @param name of the token, and whose it is */
    public static AuditActor token(String id, String name) {
        return new AuditActor(Kind.TOKEN, id, name);
    }

    /** @param account of the operating system */
    public static AuditActor cli(String account) {
        return new AuditActor(Kind.CLI, "cli", "Command line (" + account + ")");
    }
}
