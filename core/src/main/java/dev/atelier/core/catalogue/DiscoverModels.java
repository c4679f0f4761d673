package dev.atelier.core.catalogue;

import dev.atelier.core.catalogue.spi.ModelListingRepository;
import dev.atelier.core.provider.ProviderAliases;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks vendors which models they offer, by free calls, and remembers what they said. What is discovered is shown and nothing more: a
 * model is used once an admin has put it into the catalogue and priced it.
 *
 * <p>Rows of one adapter and one address share a list, which is asked for with the first of their keys. A list is as good as new for
 * {@link #FRESH}; older ones are asked for again on a thread of its own, by whichever node looks first. A vendor that does not answer
 * leaves the list as it is and is left alone for {@link #PAUSE}. Thread-safe.
 */
public final class DiscoverModels implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DiscoverModels.class.getName());

    /** How long a list is not asked for again by itself. */
    public static final Duration FRESH = Duration.ofHours(12);
    /** How long a vendor that gave none is left alone, unless an admin asks. */
    public static final Duration PAUSE = Duration.ofMinutes(10);

    private static final long LOOK_EVERY_MINUTES = 15;

    private final ModelListingRepository listings;
    private final ProviderRegistry registry;
    private final Clock clock;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService thread;

    /** Where the models of an answer are from. */
    public enum Source {
        /** Asked for just now. */
        LIVE,
        /** What the vendor said before. */
        CACHED,
        /** The vendor has no list, has no key here, or never gave one: only the catalogue knows. */
        CATALOGUE
    }

    /**
     * @param rows all rows that the name means
     * @param listing null if the source is the catalogue
     * @param trouble why the vendor gave no list just now or lately; null if it did, or was not asked
     */
    public record Discovery(
            List<ProviderConfig> rows,
            Source source,
            @Nullable ModelListing listing,
            @Nullable ProviderFailure trouble) {
        public Discovery {
            rows = List.copyOf(rows);
        }
    }

    private record Trouble(ProviderFailure failure, Instant at) {}

    public DiscoverModels(ModelListingRepository listings, ProviderRegistry registry, Clock clock) {
        this.listings = listings;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * The models of a provider as its vendor lists them. Asks the vendor if nothing is remembered.
     *
     * @param name of a row, of an adapter, or one of its {@link ProviderAliases}
     * @param anew true to ask the vendor whatever is remembered
     * @return empty if nothing is called so
     */
    public Optional<Discovery> of(String name, boolean anew) {
        List<ProviderConfig> rows = rows(name);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProviderConfig> asked =
                rows.stream().filter(row -> registry.usable(row.id())).findFirst();
        if (asked.isEmpty()) {
            return Optional.of(known(rows, source(rows.get(0)), null));
        }
        String source = source(asked.get());
        Trouble trouble = troubles.get(source);
        boolean paused =
                trouble != null && clock.instant().isBefore(trouble.at().plus(PAUSE));
        if (!anew && (paused || listings.find(source).isPresent())) {
            return Optional.of(known(rows, source, trouble == null ? null : trouble.failure()));
        }
        return Optional.of(fetched(rows, asked.get()));
    }

    /** Asks every vendor whose list is old; what fails is logged and tried again later. */
    public void refresh() {
        Map<String, ProviderConfig> sources = new LinkedHashMap<>();
        ordered(registry.configs()).stream()
                .filter(row -> registry.usable(row.id()))
                .forEach(row -> sources.putIfAbsent(source(row), row));
        sources.forEach((source, row) -> {
            Instant now = clock.instant();
            Trouble trouble = troubles.get(source);
            boolean paused = trouble != null && now.isBefore(trouble.at().plus(PAUSE));
            boolean fresh = listings.find(source)
                    .filter(listing -> now.isBefore(listing.fetchedAt().plus(FRESH)))
                    .isPresent();
            if (!fresh && !paused) {
                fetched(List.of(row), row);
            }
        });
    }

    /** Starts refreshing on one thread of its own; does nothing when it runs. */
    public synchronized void start() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread looking = new Thread(task, "atelier-discovery");
                looking.setDaemon(true);
                return looking;
            });
            // The future is never done: refreshSafely lets nothing through, and close() ends the thread.
            var unused = thread.scheduleWithFixedDelay(this::refreshSafely, 1, LOOK_EVERY_MINUTES, TimeUnit.MINUTES);
        }
    }

    private void refreshSafely() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "looking for models failed; the next look follows", e);
        }
    }

    private Discovery fetched(List<ProviderConfig> rows, ProviderConfig asked) {
        String source = source(asked);
        try {
            List<ListedModel> models = registry.listedModels(asked);
            troubles.remove(source);
            ModelListing listing = new ModelListing(source, models, clock.instant());
            listings.put(listing);
            boolean none = models.isEmpty();
            return new Discovery(rows, none ? Source.CATALOGUE : Source.LIVE, none ? null : listing, null);
        } catch (ProviderFailure e) {
            troubles.put(source, new Trouble(e, clock.instant()));
            LOG.log(System.Logger.Level.INFO, "provider {0} gave no list of models: {1}", asked.id(), e.getMessage());
            return known(rows, source, e);
        }
    }

    private Discovery known(List<ProviderConfig> rows, String source, @Nullable ProviderFailure trouble) {
        return listings.find(source)
                .filter(listing -> !listing.models().isEmpty())
                .map(listing -> new Discovery(rows, Source.CACHED, listing, trouble))
                .orElseGet(() -> new Discovery(rows, Source.CATALOGUE, null, trouble));
    }

    private List<ProviderConfig> rows(String name) {
        List<ProviderConfig> all = ordered(registry.configs());
        List<ProviderConfig> one =
                all.stream().filter(row -> row.id().slug().equals(name)).toList();
        String adapter = ProviderAliases.adapter(name);
        return one.isEmpty()
                ? all.stream().filter(row -> row.adapter().equals(adapter)).toList()
                : one;
    }

    private static List<ProviderConfig> ordered(List<ProviderConfig> rows) {
        return rows.stream()
                .sorted(Comparator.comparingInt(ProviderConfig::priority)
                        .thenComparing(row -> row.id().slug()))
                .toList();
    }

    private static String source(ProviderConfig row) {
        URI address = row.baseUrl();
        return address == null ? row.adapter() : row.adapter() + " " + address;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
