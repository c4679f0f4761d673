package dev.atelier.core.workflow;

import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Moves generations from stage to stage, and tells of it. */
final class Stages {
    private final ChangeGeneration changes;
    private final EventLog events;
    private final Clock clock;

    Stages(Workbench bench) {
        this.changes = bench.changes();
        this.events = bench.store().events();
        this.clock = bench.clock();
    }

    /** Moves to a stage if the generation is still at the one before it; a transaction of its own. */
    void begin(Generation generation, Stage from, Stage to) {
        if (generation.stage() == from) {
            changes.change(generation.org(), generation.id(), now -> now.stage() == from ? at(now, to) : now);
        }
    }

    /** Moves a locked generation that has not ended. */
    Generation at(Generation generation, Stage next) {
        if (generation.stage() == next || generation.state().terminal()) {
            return generation;
        }
        Instant now = clock.instant();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", generation.type().name().toLowerCase(Locale.ROOT));
        data.put("state", "processing");
        data.put("stage", next.name().toLowerCase(Locale.ROOT));
        events.append(generation.org(), generation.id(), EventType.STAGE, now, data);
        return generation.at(next, now);
    }
}
