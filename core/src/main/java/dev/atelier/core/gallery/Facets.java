package dev.atelier.core.gallery;

import dev.atelier.core.account.UserId;
import dev.atelier.core.provider.ModelId;
import java.util.List;

/**
 * What an org's pictures can be filtered by. Pictures in the trash do not count.
 *
 * @param models by name
 * @param people by name
 * @param tags by name, 500 at most
 */
public record Facets(List<ModelId> models, List<Person> people, List<String> tags) {
    public static final int MAX_TAGS = 500;

    /** Somebody who made a picture. */
    public record Person(UserId id, String displayName) {}

    public Facets {
        models = List.copyOf(models);
        people = List.copyOf(people);
        tags = List.copyOf(tags);
    }
}
