package dev.atelier.providers.outside;

import dev.atelier.core.provider.spi.ProviderFactory;

/**
 * The door of an adapter that comes in a jar of its own. The jar names its implementation in
 * {@code META-INF/services/dev.atelier.providers.outside.AdapterPlugin}; it is public and has a public constructor without parameters.
 */
public interface AdapterPlugin {
    /** The contract between Atelier and adapters from outside; raised when an older adapter could not work any more. */
    int CONTRACT = 1;

    /**
     * Always {@code return AdapterPlugin.CONTRACT;}. The compiler writes the number into the jar, so that a jar tells which contract it
     * was built for.
     */
    int contract();

    /** Makes the adapter; called once, at the start. Makes no network call. */
    ProviderFactory create(AdapterTools tools);
}
