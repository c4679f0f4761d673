package dev.atelier.core.generation;

/** Work was not taken on, in a call that has no other way to say so. Nothing was charged, held or written. */
public final class GenerationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public GenerationRefused(Refusal refusal) {
        super(refusal.detail());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
