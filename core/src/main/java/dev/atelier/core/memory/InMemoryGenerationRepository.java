package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.text.TextGeneration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole generations by id, and their attempts by token and by vendor task. */
final class InMemoryGenerationRepository implements GenerationRepository {
    private final InMemoryDatabase database;
    private final InMemoryTextGenerationRepository texts;
    private final InMemoryTable<GenerationId, Generation> generations;
    private final InMemoryTable<String, AttemptRef> attempts;

    InMemoryGenerationRepository(InMemoryDatabase database, InMemoryTextGenerationRepository texts) {
        this.database = database;
        this.texts = texts;
        this.generations = new InMemoryTable<>(database, Comparator.comparing(GenerationId::value));
        this.attempts = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public void insert(Generation generation) {
        database.run(() -> {
            generations.insert(generation.id(), generation, "generation " + generation.id());
            names(generation).forEach(attempts::put);
        });
    }

    @Override
    public Optional<Generation> find(OrgId org, GenerationId generation) {
        return database.inTransaction(
                () -> generations.get(generation).filter(found -> found.org().equals(org)));
    }

    @Override
    public Optional<Generation> lock(OrgId org, GenerationId generation) {
        // The transaction has the whole database to itself.
        return find(org, generation);
    }

    @Override
    public void update(Generation before, Generation after) {
        if (!before.id().equals(after.id())
                || !before.org().equals(after.org())
                || after.version() != before.version() + 1) {
            throw new IllegalArgumentException("generation " + before.id() + " has another successor");
        }
        database.run(() -> {
            Generation stored = find(before.org(), before.id())
                    .filter(found -> found.version() == before.version())
                    .orElseThrow(() -> new IllegalStateException(
                            "generation " + before.id() + " is not at version " + before.version()));
            Map<String, AttemptRef> old = names(stored);
            Map<String, AttemptRef> fresh = names(after);
            old.keySet().stream().filter(name -> !fresh.containsKey(name)).forEach(attempts::remove);
            fresh.forEach((name, attempt) -> {
                if (!attempt.equals(old.get(name))) {
                    attempts.put(name, attempt);
                }
            });
            generations.put(after.id(), after);
        });
    }

    @Override
    public Page<Generation> list(OrgId org, GenerationFilter filter, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                generations.values(),
                generation -> generation.org().equals(org)
                        && generation.type() == GenerationType.IMAGE
                        && passes(filter, generation),
                generation ->
                        new Pages.Place(generation.createdAt(), generation.id().toString()),
                Pages.NEWEST_FIRST,
                page));
    }

    @Override
    public List<Generation> findAll(OrgId org, Collection<GenerationId> ids) {
        return ids.stream().flatMap(id -> find(org, id).stream()).toList();
    }

    @Override
    public Page<GenerationHead> index(
            OrgId org, @Nullable GenerationType type, GenerationFilter filter, PageRequest page) {
        return database.inTransaction(() -> {
            List<GenerationHead> heads = new ArrayList<>();
            if (type != GenerationType.TEXT) {
                all().filter(one -> one.org().equals(org) && passes(filter, one))
                        .filter(one -> type == null || type == one.type())
                        .map(one -> new GenerationHead(one.id(), one.type(), one.createdAt()))
                        .forEach(heads::add);
            }
            if (type == null || type == GenerationType.TEXT) {
                texts.all()
                        .filter(one -> one.org().equals(org) && passes(filter, one))
                        .map(one -> new GenerationHead(one.id(), GenerationType.TEXT, one.createdAt()))
                        .forEach(heads::add);
            }
            return Pages.of(
                    heads,
                    head -> true,
                    head -> new Pages.Place(head.createdAt(), head.id().toString()),
                    Pages.NEWEST_FIRST,
                    page);
        });
    }

    /** Of all orgs; read inside a transaction. */
    Stream<Generation> all() {
        return generations.values().stream();
    }

    private static boolean passes(GenerationFilter filter, Generation generation) {
        return passes(
                filter, generation.state(), generation.brief().model(), generation.user(), generation.createdAt());
    }

    private static boolean passes(GenerationFilter filter, TextGeneration text) {
        return passes(filter, text.state(), text.brief().model(), text.user(), text.createdAt());
    }

    private static boolean passes(
            GenerationFilter filter, GenerationState state, ModelId model, UserId user, Instant createdAt) {
        Instant createdFrom = filter.createdFrom();
        Instant createdBefore = filter.createdBefore();
        return (filter.state() == null || filter.state() == state)
                && (filter.model() == null || filter.model().equals(model))
                && (filter.user() == null || filter.user().equals(user))
                && (createdFrom == null || !createdAt.isBefore(createdFrom))
                && (createdBefore == null || createdAt.isBefore(createdBefore));
    }

    @Override
    public Optional<AttemptRef> findAttempt(String tokenHash) {
        return database.inTransaction(() -> attempts.get(tokenName(tokenHash)));
    }

    @Override
    public Optional<AttemptRef> findAttempt(ProviderId provider, VendorTaskId task) {
        return database.inTransaction(() -> attempts.get(taskName(provider, task)));
    }

    @Override
    public List<GenerationRef> overdue(GenerationType type, Instant now, int limit) {
        return database.inTransaction(() -> generations.values().stream()
                .filter(generation -> generation.type() == type
                        && !generation.state().terminal()
                        && generation.deadlineAt().isBefore(now))
                .sorted(Comparator.comparing(Generation::deadlineAt))
                .limit(limit)
                .map(generation -> new GenerationRef(generation.org(), generation.id()))
                .toList());
    }

    /** Every name under which an attempt of this generation can be found. */
    private static Map<String, AttemptRef> names(Generation generation) {
        Map<String, AttemptRef> names = new HashMap<>();
        for (ImageTask task : generation.tasks()) {
            for (Attempt attempt : task.attempts()) {
                AttemptRef ref = new AttemptRef(
                        generation.org(),
                        generation.id(),
                        task.id(),
                        attempt.id(),
                        attempt.provider(),
                        generation.type());
                String token = attempt.tokenHash();
                if (token != null) {
                    names.put(tokenName(token), ref);
                }
                VendorTaskId vendorTask = attempt.vendorTask();
                if (vendorTask != null) {
                    names.put(taskName(attempt.provider(), vendorTask), ref);
                }
            }
        }
        return names;
    }

    private static String tokenName(String tokenHash) {
        return "token " + tokenHash;
    }

    private static String taskName(ProviderId provider, VendorTaskId task) {
        return "task " + provider + " " + task;
    }
}
