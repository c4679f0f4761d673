package dev.atelier.core.event;

import java.util.List;

/** The names of events, the same for streams, listeners and webhooks. */
public final class EventType {
    public static final String ACCEPTED = "generation.accepted";
    public static final String STAGE = "generation.stage";
    public static final String IMAGE_READY = "generation.image_ready";
    public static final String IMAGE_FAILED = "generation.image_failed";
    public static final String COMPLETED = "generation.completed";
    public static final String PARTIAL = "generation.partial";
    public static final String FAILED = "generation.failed";
    public static final String CANCELLED = "generation.cancelled";
    public static final String JOB_DEAD = "job.dead";
    public static final String WEBHOOK_DISABLED = "webhook.disabled";

    /** Sent on demand to one webhook endpoint; never in the log. */
    public static final String WEBHOOK_TEST = "webhook.test";

    /** All that the log can hold. */
    public static final List<String> LOGGED = List.of(
            ACCEPTED,
            STAGE,
            IMAGE_READY,
            IMAGE_FAILED,
            COMPLETED,
            PARTIAL,
            FAILED,
            CANCELLED,
            JOB_DEAD,
            WEBHOOK_DISABLED);

    private EventType() {}
}
