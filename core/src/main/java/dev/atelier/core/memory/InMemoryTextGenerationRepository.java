package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.spi.TextGenerationRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whole text generations by id. */
final class InMemoryTextGenerationRepository implements TextGenerationRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<GenerationId, TextGeneration> texts;

    InMemoryTextGenerationRepository(InMemoryDatabase database) {
        this.database = database;
        this.texts = new InMemoryTable<>(database, Comparator.comparing(GenerationId::value));
    }

    @Override
    public void insert(TextGeneration generation) {
        database.run(() -> texts.insert(generation.id(), generation, "generation " + generation.id()));
    }

    @Override
    public Optional<TextGeneration> find(OrgId org, GenerationId generation) {
        return database.inTransaction(
                () -> texts.get(generation).filter(found -> found.org().equals(org)));
    }

    @Override
    public List<TextGeneration> findAll(OrgId org, Collection<GenerationId> ids) {
        return ids.stream().flatMap(id -> find(org, id).stream()).toList();
    }

    @Override
    public Optional<TextGeneration> lock(OrgId org, GenerationId generation) {
        // The transaction has the whole database to itself.
        return find(org, generation);
    }

    @Override
    public void update(TextGeneration after) {
        database.run(() -> {
            boolean follows = find(after.org(), after.id())
                    .filter(found -> found.version() + 1 == after.version())
                    .isPresent();
            if (!follows) {
                throw new IllegalStateException(
                        "generation " + after.id() + " is not at the version before " + after.version());
            }
            texts.put(after.id(), after);
        });
    }

    /** Of all orgs; read inside a transaction. */
    Stream<TextGeneration> all() {
        return texts.values().stream();
    }

    @Override
    public List<GenerationRef> overdue(Instant now, int limit) {
        return database.inTransaction(() -> all().filter(
                        text -> !text.state().terminal() && text.deadlineAt().isBefore(now))
                .sorted(Comparator.comparing(TextGeneration::deadlineAt))
                .limit(limit)
                .map(text -> new GenerationRef(text.org(), text.id()))
                .toList());
    }
}
