package dev.atelier.providers.docs.acme;

import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.outside.AdapterPlugin;
import dev.atelier.providers.outside.AdapterTools;

/** The door of acme's jar. */
public final class AcmePlugin implements AdapterPlugin {
    // snippet: plugin
    @Override
    public int contract() {
        return AdapterPlugin.CONTRACT;
    }

    @Override
    public ProviderFactory create(AdapterTools tools) {
        return new AcmeProviderFactory(tools.http(), tools.clock());
    }
    // end
}
