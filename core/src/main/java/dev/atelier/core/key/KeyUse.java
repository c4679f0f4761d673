package dev.atelier.core.key;

/**
 * That a run uses a key with an adapter.
 *
 * @param openMicros what the run is expected to cost there still, in millionths of a US dollar
 */
public record KeyUse(String adapter, ProviderKeyId key, long openMicros) {}
