package dev.atelier.core.usage;

/** What usage is summed up by. */
public enum UsageGroup {
    /** A day in UTC, such as {@code 2026-11-20}. */
    DAY,
    /** Who asked: the id of a user. */
    PERSON,
    /** The image model. */
    MODEL
}
