package dev.atelier.core.account;

/**
 * Who asks, in whose name. Given to every use case that reads or changes a tenant's rows; never kept in a thread-local.
 */
public record Caller(OrgId org, UserId user) {}
