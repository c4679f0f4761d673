package dev.atelier.core.account;

/** What a member may do, strongest first. A role may do all that the roles after it may. */
public enum Role {
    OWNER,
    ADMIN,
    CREATOR,
    EVALUATOR,
    VIEWER;

    /** True if this role may do what the other may. */
    public boolean covers(Role other) {
        return compareTo(other) <= 0;
    }
}
