package dev.atelier.core.chain;

import dev.atelier.core.catalogue.Capabilities;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model can do what another one was asked for. A choice that is the other one's default counts as not made, so it becomes this
 * one's default; any other must be on offer here too. Not thread-safe; made for one look.
 */
final class Fit {
    private final Need need;
    private final @Nullable Capabilities first;
    private @Nullable String reason;

    /** @param first of the model whose defaults were filled in; null if none were */
    private Fit(Need need, @Nullable Capabilities first) {
        this.need = need;
        this.first = first;
    }

    /** What the model would be asked for, or why it cannot be. */
    record Result(@Nullable Need need, @Nullable String reason) {}

    static Result of(Need need, @Nullable Capabilities first, Capabilities can) {
        return new Fit(need, first).judge(can);
    }

    private Result judge(Capabilities can) {
        // A shape that was not chosen is still what the pictures beside it have: only a model without shapes may leave
        // it out.
        String ratio = choice(
                "ratio", need.aspectRatio(), first == null ? null : first.aspectRatios(), can.aspectRatios(), false);
        String quality =
                choice("quality", need.quality(), first == null ? null : first.qualities(), can.qualities(), true);
        Integer seconds =
                choice("seconds", need.seconds(), first == null ? null : first.seconds(), can.seconds(), false);
        String voice = choice("voice", need.voice(), first == null ? null : first.voices(), can.voices(), true);
        wants(
                need.inputs() >= can.minInputImages() && need.inputs() <= can.maxInputImages(),
                "It takes " + can.minInputImages() + " to " + can.maxInputImages() + " pictures, not " + need.inputs()
                        + ".");
        wants(!need.mask() || can.mask(), "It takes no mask.");
        wants(!need.seed() || can.seed(), "It takes no seed.");
        wants(
                need.promptLength() <= can.maxPromptLength(),
                "It takes prompts of " + can.maxPromptLength() + " characters, this one has " + need.promptLength()
                        + ".");
        return reason == null
                ? new Result(need.choosing(ratio, quality, seconds, voice), null)
                : new Result(null, reason);
    }

    private <T> @Nullable T choice(
            String what, @Nullable T wanted, @Nullable List<T> offeredFirst, List<T> offered, boolean byDefault) {
        if (wanted == null) {
            return offered.isEmpty() ? null : offered.get(0);
        }
        if (offered.contains(wanted)) {
            return wanted;
        }
        boolean unchosen =
                offeredFirst != null && !offeredFirst.isEmpty() && Objects.equals(offeredFirst.get(0), wanted);
        if (unchosen && offered.isEmpty()) {
            return null;
        }
        if (unchosen && byDefault) {
            return offered.get(0);
        }
        wants(
                false,
                "It has no " + what + " " + wanted
                        + (offered.isEmpty() ? ", nor another to choose." : "; it has " + offered + "."));
        return null;
    }

    private void wants(boolean fulfilled, String otherwise) {
        if (!fulfilled && reason == null) {
            reason = otherwise;
        }
    }
}
