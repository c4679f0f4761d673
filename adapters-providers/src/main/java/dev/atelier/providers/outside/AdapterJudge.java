package dev.atelier.providers.outside;

import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Says which adapters may be taken. Not thread-safe: the start asks one after the other. */
final class AdapterJudge {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final Set<String> names = new HashSet<>();
    private final Set<String> rows = new HashSet<>();

    AdapterJudge(List<ProviderFactory> present) {
        present.forEach(factory -> {
            names.add(factory.adapter());
            rows.addAll(rowsOf(factory));
        });
    }

    /** Why an adapter is not taken, in a sentence for an operator. */
    static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotTaken(String reason) {
            super(reason);
        }
    }

    /**
     * Makes the adapter and asks it everything that the start will ask it, so that it breaks here or not at all.
     *
     * @throws NotTaken if it may not be used
     */
    ProviderFactory accept(AdapterPlugin plugin, AdapterTools tools) {
        int contract = plugin.contract();
        require(
                contract >= AdapterPlugin.CONTRACT,
                "It was built for contract " + contract + " of adapters and is too old: this Atelier speaks "
                        + AdapterPlugin.CONTRACT + ".");
        require(
                contract <= AdapterPlugin.CONTRACT,
                "It was built for contract " + contract + " of adapters, and this Atelier is too old: it speaks "
                        + AdapterPlugin.CONTRACT + ".");
        ProviderFactory factory = plugin.create(tools);
        require(factory != null, "It made no adapter.");
        String name = factory.adapter();
        require(
                name != null && NAME.matcher(name).matches(),
                "The name of its adapter is none: small letters, digits and dashes are wanted.");
        require(!names.contains(name), "There is an adapter named " + name + " already.");
        require(
                factory.categories() != null && !factory.categories().isEmpty(),
                "Its adapter " + name + " serves no category.");
        require(factory.apiKeyVariable() != null, "Its adapter " + name + " names no variable for its key.");
        factory.needsApiKey();
        factory.simulated();
        List<String> proposed = rowsOf(factory);
        for (String row : proposed) {
            require(!rows.contains(row), "Its first row is named " + row + ", as one that is there already.");
        }
        require(Set.copyOf(proposed).size() == proposed.size(), "Two of its first rows have the same name.");
        require(
                factory.presets().stream()
                        .map(ProviderPreset::config)
                        .allMatch(row -> row.adapter().equals(name)
                                && factory.categories().contains(row.category())),
                "One of its first rows is of another adapter, or of a category that it does not serve.");
        names.add(name);
        rows.addAll(proposed);
        return factory;
    }

    private static List<String> rowsOf(ProviderFactory factory) {
        return factory.presets().stream()
                .map(preset -> preset.config().id().slug())
                .toList();
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new NotTaken(otherwise);
        }
    }
}
