package dev.atelier.core.usage;

/**
 * What was expected of a model's vendor and what the vendor then charged, in millionths of a US dollar, over the runs that an org asked
 * for in some time.
 *
 * @param runs generations
 * @param results pictures, films, recordings and answers that arrived
 * @param toldResults those whose vendor told what they cost: only they can be compared
 * @param estimateMicros what the price book expected of {@code toldResults}
 * @param actualMicros what the vendor told for them
 * @param untoldMicros what the price book expected of the other results
 * @param failedMicros what the vendor told for tries that gave nothing
 */
public record ModelCost(
        long runs,
        long results,
        long toldResults,
        long estimateMicros,
        long actualMicros,
        long untoldMicros,
        long failedMicros) {
    public static final ModelCost NONE = new ModelCost(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public ModelCost plus(ModelCost other) {
        return new ModelCost(
                runs + other.runs,
                results + other.results,
                toldResults + other.toldResults,
                estimateMicros + other.estimateMicros,
                actualMicros + other.actualMicros,
                untoldMicros + other.untoldMicros,
                failedMicros + other.failedMicros);
    }
}
