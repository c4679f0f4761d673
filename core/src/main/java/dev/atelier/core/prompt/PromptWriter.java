package dev.atelier.core.prompt;

import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderRegistry.LlmLink;
import dev.atelier.core.provider.TextAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Gets exactly N image prompts from a chain of language models: the first that answers writes them, is asked again for what is
 * missing, and the next in line helps out. Never fewer than N silently. Thread-safe; costs one or more calls.
 */
public final class PromptWriter {
    /** A model that stays short after this many asks hands over to the next. */
    private static final int ASKS_PER_LINK = 2;

    private PromptWriter() {}

    /**
     * What came of walking the chain.
     *
     * @param prompts N of them, or fewer if the whole chain fell short
     * @param trials every call that was made, in order
     * @param mayRetry true if some link failed in a way that may pass
     */
    public record Written(List<String> prompts, List<LlmTrial> trials, boolean mayRetry) {
        public Written {
            prompts = List.copyOf(prompts);
            trials = List.copyOf(trials);
        }
    }

    /**
     * Walks the chain until there are enough prompts.
     *
     * @param userText the user's side of the conversation when this many prompts are wanted
     * @param maxLength longest prompt that the image model takes
     */
    public static Written write(
            List<LlmLink> chain, String systemPrompt, IntFunction<String> userText, int count, int maxLength) {
        Set<String> prompts = new LinkedHashSet<>();
        List<LlmTrial> trials = new ArrayList<>();
        boolean mayRetry = false;
        for (LlmLink link : chain) {
            for (int ask = 0; ask < ASKS_PER_LINK && prompts.size() < count; ask++) {
                int missing = count - prompts.size();
                long start = System.nanoTime();
                try {
                    TextAnswer answer = link.provider()
                            .chatCompletion(new LlmRequest(
                                    systemPrompt,
                                    List.of(new ContentPart.Text(userText.apply(missing))),
                                    null,
                                    maxTokens(missing)));
                    List<String> given = PromptList.parse(answer.text(), maxLength);
                    int before = prompts.size();
                    given.stream().limit(missing).forEach(prompts::add);
                    trials.add(new LlmTrial(
                            link.config().id(),
                            answer.model(),
                            prompts.size() - before,
                            null,
                            null,
                            since(start),
                            answer.cost()));
                } catch (ProviderFailure failure) {
                    mayRetry |= failure.kind().retryable();
                    trials.add(new LlmTrial(
                            link.config().id(),
                            link.config().model().value(),
                            0,
                            failure.kind(),
                            failure.getMessage(),
                            since(start),
                            dev.atelier.core.provider.VendorCost.UNTOLD));
                    break;
                }
            }
        }
        return new Written(List.copyOf(prompts), trials, mayRetry);
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static int maxTokens(int prompts) {
        // A prompt is near 150 tokens; models that think aloud need room for that too.
        return 2_000 + 400 * prompts;
    }
}
