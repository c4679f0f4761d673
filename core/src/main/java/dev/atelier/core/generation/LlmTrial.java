package dev.atelier.core.generation;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import org.jspecify.annotations.Nullable;

/**
 * One call to one link of the LLM chain.
 *
 * @param promptsGiven usable texts in the answer: the prompts, or one for the answer to a chat; 0 if it failed
 * @param failure null if it answered
 * @param error why it failed, without secrets; null if it answered
 */
public record LlmTrial(
        ProviderId provider,
        @Nullable String model,
        int promptsGiven,
        @Nullable FailureKind failure,
        @Nullable String error,
        long tookMillis,
        VendorCost cost) {}
