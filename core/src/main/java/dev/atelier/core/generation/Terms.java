package dev.atelier.core.generation;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ProviderId;

/**
 * What was agreed when the generation was accepted; later changes of prices or providers do not touch it.
 *
 * @param provider who makes the pictures
 * @param unitPrice credits for one picture
 * @param bookVersion the version of the price book that the price is from
 * @param expectedCostMicros what we expect the vendor to charge us for one picture, in millionths of a US dollar
 * @param promptVersion which version of the workflow's own prompts is used, such as {@code image@1}
 */
public record Terms(
        ProviderId provider, Credits unitPrice, long bookVersion, long expectedCostMicros, String promptVersion) {}
