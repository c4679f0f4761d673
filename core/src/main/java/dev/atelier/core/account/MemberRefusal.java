package dev.atelier.core.account;

/** Why a membership was left as it is. */
public enum MemberRefusal {
    /** The person is not in this org, as far as the caller can see. */
    NO_SUCH_MEMBER("There is no such member."),
    /** The org would have no owner left who can sign in. */
    LAST_OWNER("An org keeps at least one owner."),
    /** Only an owner makes, changes or removes owners. */
    OWNERS_ONLY("Only an owner may do this to an owner or make one."),
    /** The person belongs to other orgs too, which this org may not shut him out of. */
    MEMBER_ELSEWHERE("The person belongs to other orgs too; remove the member instead."),
    ALREADY_MEMBER("The person is a member already."),
    /** The invite's token is unknown, used, withdrawn or too old. */
    INVITE_NOT_VALID("This invite is not valid any more.");

    private final String sentence;

    MemberRefusal(String sentence) {
        this.sentence = sentence;
    }

    /** One sentence for people. */
    public String sentence() {
        return sentence;
    }
}
