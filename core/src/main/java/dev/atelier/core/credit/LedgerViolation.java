package dev.atelier.core.credit;

/**
 * Something in the ledger that can not be: the list of these must always be empty.
 *
 * @param rule the rule that is broken, in words
 * @param subject the org, entry or hold that breaks it
 */
public record LedgerViolation(String rule, String subject) {}
