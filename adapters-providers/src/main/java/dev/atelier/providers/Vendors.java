package dev.atelier.providers;

import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.ResultFetcher;
import dev.atelier.core.webhook.spi.WebhookSender;
import dev.atelier.providers.anthropic.AnthropicProviderFactory;
import dev.atelier.providers.compatible.OpenAiCompatibleProviderFactory;
import dev.atelier.providers.fal.FalProviderFactory;
import dev.atelier.providers.gemini.GeminiProviderFactory;
import dev.atelier.providers.geminigen.GeminigenProviderFactory;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.GuardedResultFetcher;
import dev.atelier.providers.http.GuardedWebhookSender;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.kie.KieProviderFactory;
import dev.atelier.providers.nanobanana.NanoBananaProviderFactory;
import dev.atelier.providers.openai.OpenAiProviderFactory;
import dev.atelier.providers.openrouter.OpenRouterProviderFactory;
import dev.atelier.providers.outside.AdapterJars;
import dev.atelier.providers.outside.AdapterTools;
import dev.atelier.providers.replicate.ReplicateProviderFactory;
import dev.atelier.providers.veo3.Veo3ProviderFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The door to the real vendors: one line here for each adapter. */
public final class Vendors {
    private Vendors() {}

    /**
     * The adapters of all vendors that cost money.
     *
     * @param policy which private hosts may be called, for on-premise vendors and stubs
     */
    public static List<ProviderFactory> factories(NetworkPolicy policy, Clock clock) {
        GuardedHttp http = new GuardedHttp(policy);
        return List.of(
                new KieProviderFactory(http, clock),
                new FalProviderFactory(http, clock),
                new AnthropicProviderFactory(http, clock),
                new GeminiProviderFactory(http, clock),
                new NanoBananaProviderFactory(http, clock),
                new Veo3ProviderFactory(http, clock),
                new GeminigenProviderFactory(http, clock),
                new OpenAiProviderFactory(http, clock),
                new OpenAiCompatibleProviderFactory(http, clock),
                new OpenRouterProviderFactory(http, clock),
                new ReplicateProviderFactory(http, clock));
    }

    /**
     * The adapters that lie in a folder as jars.
     *
     * @param present the adapters that are there already
     */
    public static AdapterJars outside(Path folder, NetworkPolicy policy, Clock clock, List<ProviderFactory> present) {
        return AdapterJars.load(folder, new AdapterTools(new GuardedHttp(policy), clock), present);
    }

    /** Downloads what vendors have made. */
    public static ResultFetcher resultFetcher(NetworkPolicy policy) {
        return new GuardedResultFetcher(new GuardedHttp(policy));
    }

    /** Tells receivers of webhooks what happened. */
    public static WebhookSender webhookSender(NetworkPolicy policy, Clock clock) {
        return new GuardedWebhookSender(new GuardedHttp(policy), clock);
    }
}
