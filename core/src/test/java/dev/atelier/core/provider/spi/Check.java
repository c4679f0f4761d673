package dev.atelier.core.provider.spi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is proved of every adapter, one by one; the tests that prove it carry {@link Proves}. */
public enum Check {
    SUCCESS("answer", "a good one is understood whole, and costs one request to the paid route"),
    REFUSALS("refusals", "every refusal that the vendor documents is sorted, and not tried again"),
    MALFORMED(
            "malformed",
            "no JSON, JSON of another shape or nothing at all is no result; what may be paid for is in doubt"),
    TRUNCATED("truncated", "an answer that ends in the middle is no result either"),
    HUGE("huge", "an answer larger than we read is left, however good it is"),
    SLOW("slow", "a call ends in its time, and what may be paid for is in doubt"),
    DOWN("down", "no connection: nothing was started"),
    HANG_UP(
            "hang-up",
            "the connection ends behind the request, before the answer or within it: nothing is sent a second time"),
    THREADS("threads", "64 callers share one instance"),
    SECRETS("secrets", "no key, prompt or callback address in a message, a cause, a text form or a line of the log"),
    TASKS(
            "tasks",
            "looking is free; what is not listed yet is running; rubbish decides nothing; what was given up has failed"),
    STREAM("streams", "the words are told as they come, together they are the answer, and what breaks off has failed"),
    CALLBACK("callback", "a genuine one names its task, and is no more than a doorbell unless its body is signed"),
    FORGED("forged", "a forged callback is refused where the vendor signs, and never believed"),
    REPLAYED("replayed", "the same callback is refused a day later where the vendor signs, and never believed"),
    EARLY("early", "a callback is read before the submit has answered"),
    DUPLICATE("duplicate", "a callback that comes twice says the same twice, and costs no call");

    private static final Set<Check> OF_CALLBACKS = Set.of(CALLBACK, FORGED, REPLAYED, EARLY, DUPLICATE);

    private final String title;
    private final String promise;

    Check(String title, String promise) {
        this.title = title;
        this.promise = promise;
    }

    /** A heading. */
    public String title() {
        return title;
    }

    /** What the title promises, as the rest of its sentence. */
    public String promise() {
        return promise;
    }

    /** The check that this one is a part of: without callbacks there are no forged ones. */
    @Nullable
    Check partOf() {
        return OF_CALLBACKS.contains(this) && this != CALLBACK ? CALLBACK : null;
    }

    /** True if it can be asked of adapters under this contract. */
    public boolean isFor(Class<?> contract) {
        boolean ofTasks = this == TASKS || OF_CALLBACKS.contains(this);
        if (ofTasks) {
            return TaskProviderContract.class.isAssignableFrom(contract);
        }
        return this != STREAM || LlmProviderContract.class.isAssignableFrom(contract);
    }
}
