package dev.atelier.core.account;

import java.util.function.Function;

/** What became of a wish about one membership. */
public sealed interface MemberResult {
    /** It was done; the member as he is now, or as he was when he was removed. */
    record Done(Member member) implements MemberResult {}

    /** Nothing was changed. */
    record Refused(MemberRefusal why) implements MemberResult {}

    /** Both cases in one expression. */
    default <T> T fold(Function<Member, T> done, Function<MemberRefusal, T> refused) {
        if (this instanceof Done it) {
            return done.apply(it.member());
        }
        return refused.apply(((Refused) this).why());
    }
}
