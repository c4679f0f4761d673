package dev.atelier.core.chain;

import dev.atelier.core.catalogue.ModelCategory;
import java.util.List;

/**
 * Who is asked, in order, when somebody before could not take a request of this category.
 *
 * @param rungs 0 to {@value #MOST}, each once
 * @param version 0 if no admin ever wrote it: then the category's providers stand in their own order; raised by one with every change
 */
public record Chain(ModelCategory category, List<Rung> rungs, long version) {
    public static final int MOST = 20;

    public Chain {
        rungs = List.copyOf(rungs);
    }
}
