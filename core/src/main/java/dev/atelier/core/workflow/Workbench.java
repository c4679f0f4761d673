package dev.atelier.core.workflow;

import dev.atelier.core.Store;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.callback.CallbackUrls;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.Settlement;
import dev.atelier.core.generation.StoreMedia;
import dev.atelier.core.generation.StoreResult;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What every workflow works with.
 *
 * @param providers as each run uses them, with the keys that it was accepted with
 * @param results brings pictures home
 * @param media brings films and voices home
 * @param random makes callback tokens; cryptographically strong
 */
public record Workbench(
        Store store,
        ProviderRegistry registry,
        RunProviders providers,
        KeySpending keySpending,
        BlobStore blobs,
        StoreResult results,
        StoreMedia media,
        ChangeGeneration changes,
        Settlement settlement,
        CallbackUrls callbackUrls,
        Limits limits,
        RandomGenerator random,
        Ids ids,
        Clock clock) {}
