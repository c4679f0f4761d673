package dev.atelier.core.generation;

/**
 * What the vendors charge us for a generation, in millionths of a US dollar: what they told, and what we expect for pictures
 * they told nothing about.
 *
 * @param exact true if nothing was guessed
 */
public record CostSum(long micros, boolean exact) {
    private static final long MICROS_PER_CENT = 10_000;

    public static CostSum of(Generation generation) {
        long sum = 0;
        boolean exact = true;
        for (ReferenceAnalysis analysis : generation.analyses()) {
            Long told = analysis.cost().micros();
            sum += told == null ? 0 : told;
            exact &= told != null || analysis.state() == ReferenceAnalysis.State.WAITING;
        }
        for (LlmTrial trial : generation.trials()) {
            Long told = trial.cost().micros();
            sum += told == null ? 0 : told;
            exact &= told != null || trial.failure() != null;
        }
        for (ImageTask task : generation.tasks()) {
            for (Attempt attempt : task.attempts()) {
                Long told = attempt.cost().micros();
                if (told != null) {
                    sum += told;
                } else if (attempt.state() == AttemptState.SUCCEEDED) {
                    sum += attempt.expectedCostMicros(generation.terms());
                    exact = false;
                }
            }
        }
        return new CostSum(sum, exact);
    }

    /** Rounded half up. */
    public long cents() {
        return (micros + MICROS_PER_CENT / 2) / MICROS_PER_CENT;
    }

    /** In one word, for programs. */
    public String basis() {
        return exact ? "told" : "expected";
    }
}
