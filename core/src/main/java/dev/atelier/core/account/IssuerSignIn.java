package dev.atelier.core.account;

import java.util.function.Function;

/** What became of a person whom an issuer named. */
public sealed interface IssuerSignIn {
    /**
     * He is let in.
     *
     * @param member his oldest membership
     * @param isNew true if he was made just now
     * @param joined true if the membership was
     */
    record LetIn(Member member, boolean isNew, boolean joined) implements IssuerSignIn {}

    /** Nothing was changed. */
    record Refused(IssuerRefusal why) implements IssuerSignIn {}

    /** Both cases in one expression. */
    default <T> T fold(Function<LetIn, T> letIn, Function<IssuerRefusal, T> refused) {
        if (this instanceof LetIn it) {
            return letIn.apply(it);
        }
        return refused.apply(((Refused) this).why());
    }
}
