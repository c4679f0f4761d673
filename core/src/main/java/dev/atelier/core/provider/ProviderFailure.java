package dev.atelier.core.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vendor call did not do what was asked. The message is fit for logs and admins: it carries no key, no prompt and no
 * signed URL.
 */
public final class ProviderFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProviderId provider;
    private final FailureKind kind;
    private final @Nullable Duration retryAfter;

    public ProviderFailure(
            ProviderId provider,
            FailureKind kind,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.provider = provider;
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public ProviderFailure(ProviderId provider, FailureKind kind, String message) {
        this(provider, kind, message, null, null);
    }

    public ProviderId provider() {
        return provider;
    }

    public FailureKind kind() {
        return kind;
    }

    /** How long the vendor asks us to wait, if it said. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
