package dev.atelier.core.chain;

import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;

/** One model of one provider in a {@link Chain}. */
public record Rung(ProviderId provider, ModelId model) {}
