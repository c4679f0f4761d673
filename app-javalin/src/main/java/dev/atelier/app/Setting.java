package dev.atelier.app;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every setting there is, by the name of its environment variable. {@code .env.example} and {@code docs/configuration.md} hold the
 * same list; a test compares the three.
 */
enum Setting {
    DATABASE_URL(Kind.SECRET, "", "postgresql://atelier:secret@db.example:5432/atelier"),
    ATELIER_ALLOW_EMBEDDED_DATABASE(Kind.PLAIN, "false", "true"),
    ATELIER_DATABASE_POOL(Kind.PLAIN, "10", "20"),
    ATELIER_DATA(Kind.PLAIN, "./atelier-data", "/var/lib/atelier"),
    ATELIER_ENV(Kind.PLAIN, "development", "production"),
    ATELIER_HOST(Kind.PLAIN, "127.0.0.1", "0.0.0.0"),
    PORT(Kind.PLAIN, "8080", "8080"),
    ATELIER_PUBLIC_URL(Kind.PLAIN, "", "https://atelier.example"),
    CALLBACK_BASE_URL(Kind.PLAIN, "", "https://api.atelier.example"),
    ATELIER_CORS_ORIGINS(Kind.PLAIN, "", "https://studio.example,https://admin.example"),
    ATELIER_TRUSTED_PROXIES(Kind.PLAIN, "", "10.0.0.0/8,192.0.2.7"),
    ATELIER_RATE_LIMITS(Kind.PLAIN, "true", "false"),
    ATELIER_LIMIT_READS(Kind.PLAIN, "1800", "3600"),
    ATELIER_LIMIT_WRITES(Kind.PLAIN, "300", "600"),
    ATELIER_LIMIT_GENERATIONS(Kind.PLAIN, "120", "30"),
    ATELIER_LIMIT_UPLOADS(Kind.PLAIN, "240", "60"),
    ATELIER_LIMIT_CALLBACKS(Kind.PLAIN, "12000", "0"),
    ATELIER_LIMIT_SIGN_INS(Kind.PLAIN, "10", "5"),
    JWT_SECRET(Kind.SECRET, "", "$(openssl rand -base64 48)"),
    PROVIDER_KEY_ENCRYPTION_SECRET(Kind.SECRET, "", "$(openssl rand -hex 32)"),
    ATELIER_METRICS_TOKEN(Kind.SECRET, "", "$(openssl rand -hex 24)"),
    ATELIER_OWNER_EMAIL(Kind.PLAIN, "owner@atelier.local", "ada@example.com"),
    ATELIER_OWNER_PASSWORD(Kind.SECRET, "", "a-long-sentence-of-yours"),
    ATELIER_WELCOME_CREDITS(Kind.PLAIN, "1000", "5000"),
    SSO_ISSUERS(Kind.PLAIN, "", "corp,google"),
    SIGN_UP(Kind.PLAIN, "off", "sso"),
    AUTH0_DOMAIN(Kind.PLAIN, "", "example.eu.auth0.com"),
    AUTH0_AUDIENCE(Kind.PLAIN, "", "https://api.atelier.example"),
    AUTH0_CLIENT_ID(Kind.PLAIN, "", "..."),
    AUTH0_CLIENT_SECRET(Kind.SECRET, "", "..."),
    TRUSTED_GATEWAYS(Kind.PLAIN, "", "10.0.0.5/32"),
    ATELIER_PROVIDERS(Kind.PLAIN, "", "/opt/atelier/providers"),
    KIE_AI_API_KEY(Kind.SECRET, "", "..."),
    ANTHROPIC_API_KEY(Kind.SECRET, "", "..."),
    FAL_KEY(Kind.SECRET, "", "..."),
    REPLICATE_API_TOKEN(Kind.SECRET, "", "..."),
    OPENAI_API_KEY(Kind.SECRET, "", "..."),
    OPENROUTER_API_KEY(Kind.SECRET, "", "..."),
    GEMINI_API_KEY(Kind.SECRET, "", "..."),
    NANO_BANANA_API_KEY(Kind.SECRET, "", "..."),
    VEO3_API_KEY(Kind.SECRET, "", "..."),
    ATELIER_ALLOW_PRIVATE_HOSTS(Kind.PLAIN, "", "models.lan:8000"),
    R2_ACCOUNT_ID(Kind.PLAIN, "", "0123456789abcdef0123456789abcdef"),
    R2_ACCESS_KEY_ID(Kind.PLAIN, "", "..."),
    R2_SECRET_ACCESS_KEY(Kind.SECRET, "", "..."),
    R2_BUCKET_NAME(Kind.PLAIN, "", "atelier-pictures"),
    R2_PUBLIC_URL(Kind.PLAIN, "", "https://pictures.example"),
    S3_ENDPOINT(Kind.PLAIN, "", "https://s3.eu-central-1.amazonaws.com"),
    S3_REGION(Kind.PLAIN, "us-east-1", "eu-central-1"),
    S3_ACCESS_KEY_ID(Kind.PLAIN, "", "..."),
    S3_SECRET_ACCESS_KEY(Kind.SECRET, "", "..."),
    S3_BUCKET(Kind.PLAIN, "", "atelier-pictures"),
    S3_PUBLIC_URL(Kind.PLAIN, "", "https://pictures.example"),
    ATELIER_WORKERS(Kind.PLAIN, "32", "64"),
    ATELIER_DEADLINE_SECONDS(Kind.PLAIN, "1800", "3600"),
    ATELIER_DOUBT_GRACE_SECONDS(Kind.PLAIN, "600", "300"),
    ATELIER_CALLBACK_GRACE_SECONDS(Kind.PLAIN, "20", "60"),
    ATELIER_HEARTBEAT_SECONDS(Kind.PLAIN, "10", "5"),
    ATELIER_MAX_FILM_MIB(Kind.PLAIN, "512", "2048"),
    ATELIER_LOG(Kind.PLAIN, "text", "json"),
    VITE_API_URL(Kind.PLAIN, "", "https://api.atelier.example");

    /** Whether a value may be shown. */
    enum Kind {
        PLAIN,
        SECRET
    }

    private final Kind kind;
    private final String preset;
    private final String example;

    Setting(Kind kind, String preset, String example) {
        this.kind = kind;
        this.preset = preset;
        this.example = example;
    }

    boolean secret() {
        return kind == Kind.SECRET;
    }

    /** The value if none is given; blank means there is none. */
    String preset() {
        return preset;
    }

    /** A value that is allowed, for messages and documents. */
    String example() {
        return example;
    }

    static Optional<Setting> named(String name) {
        return Arrays.stream(values()).filter(s -> s.name().equals(name)).findFirst();
    }
}
