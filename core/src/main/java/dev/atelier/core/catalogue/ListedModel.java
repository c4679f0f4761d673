package dev.atelier.core.catalogue;

import dev.atelier.core.provider.ModelId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model as its vendor lists it. It is a hint for admins and of no effect by itself: a model is used once the catalogue knows what it
 * can do and what it costs.
 *
 * @param id as orders spell it: without a prefix such as {@code models/} that only the list has
 * @param displayName the vendor's name for people; the id where it has none
 * @param categories what it is for as far as the list tells; empty if it does not
 * @param facts what else the list tells of it, such as {@code contextTokens} or {@code createdAt}; short words, no secrets
 */
public record ListedModel(ModelId id, String displayName, Set<ModelCategory> categories, Map<String, String> facts) {
    public ListedModel {
        EnumSet<ModelCategory> ordered = EnumSet.noneOf(ModelCategory.class);
        ordered.addAll(categories);
        categories = Collections.unmodifiableSet(ordered);
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** A model of which the list tells only the id. */
    public static ListedModel of(String id, ModelCategory... categories) {
        return new ListedModel(new ModelId(id), id, Set.of(categories), Map.of());
    }
}
