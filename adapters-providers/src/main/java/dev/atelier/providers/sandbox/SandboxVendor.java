package dev.atelier.providers.sandbox;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's side of one sandbox account: what it accepted, and how often. Tests look here for a submit that was paid twice.
 * Thread-safe; keeps at most 2,000 tasks and 64 MB in memory, and in its folder, if it has one, all of the last three days.
 */
public final class SandboxVendor {
    private static final int MOST_TASKS = 2_000;
    private static final long MOST_WEIGHT = 64L << 20;
    private static final int MOST_COUNTS = 50_000;
    private static final int PRUNE_EVERY = 1_000;
    private static final Pattern ID = Pattern.compile("sb_[0-9a-f]{40}(-[0-9]{1,6})?");

    private final Clock clock;
    private final @Nullable TaskFolder folder;
    private final Map<String, Kept> tasks = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, Boolean> turnedAway = new LinkedHashMap<>();
    private long weight;
    private long acceptedTotal;

    private static final class Kept {
        private final SandboxTask task;
        private SoftReference<byte[]> file = new SoftReference<>(null);

        Kept(SandboxTask task) {
            this.task = task;
        }
    }

    SandboxVendor(Clock clock, @Nullable Path folder) {
        this.clock = clock;
        this.folder = folder == null ? null : new TaskFolder(folder);
    }

    /**
     * How many submits with this reference were accepted: by this process, or if there is a folder by all that share it, before
     * their last restart too.
     */
    public int acceptedCount(String reference) {
        if (folder == null) {
            synchronized (this) {
                return counts.getOrDefault(reference, 0);
            }
        }
        int accepted = 0;
        for (int i = 1; folder.isClaimed(id(reference, i)); i++) {
            accepted += folder.has(id(reference, i)) ? 1 : 0;
        }
        return accepted;
    }

    /** How many submits this process accepted. */
    public synchronized long acceptedTotal() {
        return acceptedTotal;
    }

    /**
     * Takes an order on. An order with a known reference becomes a task of its own, as with vendors that know no idempotency.
     *
     * @throws IOException if it could not be written down; then nothing was started
     */
    SandboxTask accept(SandboxOrder order, @Nullable Duration wanted, List<Inset> insets, @Nullable Retouch retouch)
            throws IOException {
        long seed = order.seed() == null ? Dice.of(order.reference()).below(Integer.MAX_VALUE) : order.seed();
        Duration latency = wanted == null ? Duration.ofMillis(300 + new Dice(seed).below(601)) : wanted;
        String id = claim(order.reference());
        SandboxTask task = new SandboxTask(
                id,
                order.reference(),
                order.words(),
                order.format(),
                order.make(),
                seed,
                clock.instant(),
                latency,
                insets,
                retouch,
                order.callbackUrl());
        if (folder != null) {
            save(folder, task);
        }
        keep(task);
        return task;
    }

    private synchronized String claim(String reference) throws IOException {
        int ordinal = counts.getOrDefault(reference, 0) + 1;
        if (folder != null) {
            while (!folder.claim(id(reference, ordinal))) {
                ordinal++;
            }
            if (acceptedTotal % PRUNE_EVERY == 0) {
                folder.prune(clock.instant());
            }
        }
        remember(counts, reference, ordinal, MOST_COUNTS);
        acceptedTotal++;
        return id(reference, ordinal);
    }

    private void save(TaskFolder into, SandboxTask task) throws IOException {
        try {
            into.save(task);
        } catch (IOException e) {
            synchronized (this) {
                acceptedTotal--;
                counts.remove(task.reference());
            }
            into.giveBack(task.id());
            throw e;
        }
    }

    Optional<SandboxTask> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return kept(id).map(kept -> kept.task);
    }

    Optional<SandboxTask> findByReference(String reference) {
        return find(id(reference, 1));
    }

    /** The task's file, made now unless memory still holds it. */
    byte[] file(SandboxTask task) {
        Kept kept = kept(task.id()).orElseGet(() -> new Kept(task));
        synchronized (kept) {
            byte[] file = kept.file.get();
            if (file == null) {
                file = task.file();
                kept.file = new SoftReference<>(file);
            }
            return file.clone();
        }
    }

    /** True the first time it is asked for a reference. */
    synchronized boolean turnsAway(String reference) {
        boolean first = !turnedAway.containsKey(reference);
        remember(turnedAway, reference, Boolean.TRUE, MOST_COUNTS);
        return first;
    }

    private Optional<Kept> kept(String id) {
        synchronized (this) {
            Kept kept = tasks.get(id);
            if (kept != null || folder == null) {
                return Optional.ofNullable(kept);
            }
        }
        return folder.load(id).map(this::keep);
    }

    private synchronized Kept keep(SandboxTask task) {
        Kept earlier = tasks.get(task.id());
        if (earlier != null) {
            return earlier;
        }
        Kept kept = new Kept(task);
        tasks.put(task.id(), kept);
        weight += task.weight();
        Iterator<Kept> eldest = tasks.values().iterator();
        while ((tasks.size() > MOST_TASKS || weight > MOST_WEIGHT) && tasks.size() > 1) {
            weight -= eldest.next().task.weight();
            eldest.remove();
        }
        return kept;
    }

    private static <V> void remember(Map<String, V> map, String key, V value, int most) {
        map.put(key, value);
        if (map.size() > most) {
            Iterator<String> eldest = map.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private static String id(String reference, int ordinal) {
        byte[] hash = Dice.sha256(reference.getBytes(StandardCharsets.UTF_8));
        String id = "sb_" + HexFormat.of().formatHex(hash, 0, 20);
        return ordinal == 1 ? id : id + "-" + ordinal;
    }
}
