package dev.atelier.core.provider;

/**
 * Result of a free call that proves address and key.
 *
 * @param detail one sentence for the admin, without secrets
 */
public record ConnectionCheck(boolean reachable, String detail) {}
