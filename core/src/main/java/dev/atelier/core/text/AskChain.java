package dev.atelier.core.text;

import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderRegistry.LlmLink;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One walk down the LLM chain: the first link that answers ends it. The next link is asked only while no word was told, since nobody
 * can take words back. Not thread-safe; made for one walk.
 */
final class AskChain {
    private static final System.Logger LOG = System.getLogger(AskChain.class.getName());

    private final LlmRequest request;
    private final Consumer<String> words;
    private final Instant until;
    private final Clock clock;
    private final List<LlmTrial> trials = new ArrayList<>();
    private boolean told;
    private TaskFailure failure =
            new TaskFailure(FailureKind.UNAVAILABLE, "No language model is switched on that could answer.");

    /** @param until when the walk must be over: a link whose call could take longer is not asked */
    AskChain(LlmRequest request, Consumer<String> words, Instant until, Clock clock) {
        this.request = request;
        this.words = words;
        this.until = until;
        this.clock = clock;
    }

    /** The answer; null if none came, and then {@link #failure} says why. */
    @Nullable
    TextOutput ask(List<LlmLink> chain) {
        for (LlmLink link : chain) {
            TextOutput answer = ask(link);
            if (answer != null || told) {
                return answer;
            }
        }
        return null;
    }

    /** Every call that was made, in order. */
    List<LlmTrial> trials() {
        return trials;
    }

    TaskFailure failure() {
        return failure;
    }

    private @Nullable TextOutput ask(LlmLink link) {
        long start = System.nanoTime();
        try {
            if (clock.instant().plus(link.provider().callTimeout()).isAfter(until)) {
                throw new ProviderFailure(link.config().id(), FailureKind.DEADLINE_PASSED, "no time was left to ask");
            }
            TextAnswer answer = link.provider().stream(request, this::tell);
            trials.add(new LlmTrial(link.config().id(), answer.model(), 1, null, null, since(start), answer.cost()));
            // PostgreSQL cannot keep a zero character, and no answer is lost for one.
            return new TextOutput(
                    answer.text().replace("\0", ""), answer.end(), link.config().id(), answer.model(), answer.cost());
        } catch (ProviderFailure e) {
            failed(link, e.kind(), String.valueOf(e.getMessage()), since(start));
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "the adapter of " + link.config().id() + " broke", bug);
            failed(link, FailureKind.INTERNAL, "the adapter broke", since(start));
        }
        return null;
    }

    private void tell(String piece) {
        told = true;
        words.accept(piece);
    }

    private void failed(LlmLink link, FailureKind kind, String error, long tookMillis) {
        trials.add(new LlmTrial(
                link.config().id(), link.config().model().value(), 0, kind, error, tookMillis, VendorCost.UNTOLD));
        failure = new TaskFailure(kind, sentence(kind));
    }

    private String sentence(FailureKind kind) {
        if (told) {
            return "The answer broke off; nothing was charged.";
        }
        return kind == FailureKind.VENDOR_FAILED ? "The language model gave no usable answer." : kind.sentence();
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
