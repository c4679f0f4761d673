package dev.atelier.core.memory;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rows by key, in the order of their keys. Every change is taken back when its transaction rolls back.
 *
 * <p>Read and written inside transactions only; the database's lock guards it.
 */
final class InMemoryTable<K, V> {
    private final InMemoryDatabase database;
    private final NavigableMap<K, V> rows;

    InMemoryTable(InMemoryDatabase database, Comparator<? super K> order) {
        this.database = database;
        this.rows = new TreeMap<>(order);
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    boolean has(K key) {
        return rows.containsKey(key);
    }

    /** Inserts or replaces. */
    void put(K key, V value) {
        V before = rows.put(key, value);
        database.onRollback(() -> {
            if (before == null) {
                rows.remove(key);
            } else {
                rows.put(key, before);
            }
        });
    }

    /** @throws IllegalStateException if the key is taken */
    void insert(K key, V value, String what) {
        if (rows.containsKey(key)) {
            throw new IllegalStateException(what + " is there already");
        }
        put(key, value);
    }

    /** @throws IllegalStateException if there is no such row */
    void replace(K key, V value, String what) {
        if (!rows.containsKey(key)) {
            throw new IllegalStateException(what + " does not exist");
        }
        put(key, value);
    }

    Optional<V> remove(K key) {
        V before = rows.remove(key);
        if (before != null) {
            database.onRollback(() -> rows.put(key, before));
        }
        return Optional.ofNullable(before);
    }

    Collection<V> values() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** All rows, to look at only. */
    NavigableMap<K, V> rows() {
        return Collections.unmodifiableNavigableMap(rows);
    }

    int size() {
        return rows.size();
    }
}
