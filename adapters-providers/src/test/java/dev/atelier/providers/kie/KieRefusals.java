package dev.atelier.providers.kie;

import dev.atelier.core.provider.FailureKind;

/** kie's refusals, which come with HTTP 200. */
final class KieRefusals {
    private KieRefusals() {}

    static String body(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> refusal(422, "The model name you specified is not supported.");
            case CONTENT_REFUSED -> refusal(400, "Your prompt was flagged as violating content policies.");
            case CREDENTIALS -> refusal(401, "You do not have access permissions");
            case VENDOR_BALANCE -> refusal(402, "Credits insufficient");
            case RATE_LIMITED -> refusal(429, "Rate limit exceeded");
            case UNAVAILABLE -> refusal(455, "The service is under maintenance");
            default -> throw new IllegalArgumentException(kind + " is no refusal of kie's");
        };
    }

    private static String refusal(int code, String message) {
        return "{\"code\": %d, \"msg\": \"%s\", \"data\": null}".formatted(code, message);
    }
}
