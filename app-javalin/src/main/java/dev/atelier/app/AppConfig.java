package dev.atelier.app;

import dev.atelier.app.limit.LimitSettings;
import dev.atelier.app.sso.IssuerSettings;
import dev.atelier.app.sso.SsoSettings;
import dev.atelier.core.media.MediaLimits;
import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one installation is told, checked and typed. Immutable; no secret shows in {@link #toString()}.
 *
 * @param databaseUrl a PostgreSQL URL with its password; null for the embedded database in {@code data}
 * @param databasePool connections for requests, 2 to 200; the workers have their own
 * @param data folder of everything that this machine keeps
 * @param providers folder of the adapters that come in jars of their own; need not exist
 * @param host the address to listen on
 * @param port 0 takes a free one
 * @param publicUrl where browsers reach the server; null for {@code http://host:port}
 * @param callbackBase where vendors reach it; null if they cannot, tasks are then polled
 * @param trustedProxies addresses or CIDR blocks whose forwarding headers are believed
 * @param limits how fast one caller may go
 * @param jwtSecret null for one that is made once and kept in {@code data}
 * @param masterKeys the keys that seal provider keys, current first; null likewise
 * @param metricsToken null if only this machine may read the metrics
 * @param sso who signs in by whom, beside passwords
 * @param providerKeys keys by the names of their variables, overriding stored ones; empty in production
 * @param allowPrivateHosts hosts in private address space that calls may reach, separated by commas
 * @param s3 where pictures live; null for a folder in {@code data}
 * @param workers jobs that run at a time, 1 to 256
 * @param patience how long things may take
 * @param media how large films and voices may be
 * @param notes sentences for the operator that are no errors
 * @param settings every setting there is, as it is in force
 */
public record AppConfig(
        Environment environment,
        @Nullable Secret databaseUrl,
        int databasePool,
        Path data,
        Path providers,
        String host,
        int port,
        @Nullable URI publicUrl,
        @Nullable URI callbackBase,
        Set<String> corsOrigins,
        List<String> trustedProxies,
        LimitSettings limits,
        @Nullable Secret jwtSecret,
        @Nullable Secret masterKeys,
        @Nullable Secret metricsToken,
        OwnerAccount owner,
        SsoSettings sso,
        Map<String, Secret> providerKeys,
        String allowPrivateHosts,
        @Nullable S3 s3,
        int workers,
        Patience patience,
        MediaLimits media,
        LogFormat log,
        List<String> notes,
        List<EffectiveSetting> settings) {

    public AppConfig {
        settings = List.copyOf(settings);
        corsOrigins = Set.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        providerKeys = Map.copyOf(providerKeys);
        notes = List.copyOf(notes);
    }

    /** How strict the start is. */
    public enum Environment {
        DEVELOPMENT,
        PRODUCTION
    }

    /**
     * How long things may take.
     *
     * @param deadline when a generation is ended whatever happens
     * @param doubtGrace how long a submit in doubt waits for its callback or a look-up
     * @param callbackGrace how long a task waits for its callback before it is polled
     * @param heartbeat how often a worker says that it lives; after about six silent ones its jobs are taken over
     */
    public record Patience(Duration deadline, Duration doubtGrace, Duration callbackGrace, Duration heartbeat) {}

    /** How log lines are written. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /**
     * The owner that the first start makes.
     *
     * @param password null for a random one
     * @param welcomeCredits given once to the first org, 0 or more
     */
    public record OwnerAccount(String email, @Nullable Secret password, long welcomeCredits) {}

    /**
     * A bucket.
     *
     * @param publicUrl a host that serves the bucket to everybody: pictures are then linked there without signature and without end;
     *     null for a private bucket and signed links
     * @param vendor what to call it, such as {@code R2}
     */
    public record S3(
            URI endpoint,
            String region,
            String bucket,
            String accessKeyId,
            Secret secretAccessKey,
            @Nullable URI publicUrl,
            String vendor) {}

    /**
     * Reads the configuration: options win over the environment, the environment over the file, the file over defaults.
     *
     * @param envFile a {@code .env} file; one that does not exist counts as empty
     * @throws ConfigProblem with one sentence for each value that is wrong
     */
    public static AppConfig load(Map<String, String> environment, Path envFile, Map<String, String> options) {
        return of(values(environment, envFile, options));
    }

    /** The values that {@link #load} reads, unchecked. */
    public static GivenSettings values(Map<String, String> environment, Path envFile, Map<String, String> options) {
        Map<String, String> file = Files.isRegularFile(envFile) ? DotEnv.read(envFile) : Map.of();
        return new GivenSettings(Map.of(), Map.of())
                .with(file, EffectiveSetting.Source.FILE)
                .with(environment, EffectiveSetting.Source.ENVIRONMENT)
                .with(options, EffectiveSetting.Source.OPTION);
    }

    /**
     * Reads the configuration from these values alone, as if the environment gave them.
     *
     * @throws ConfigProblem with one sentence for each value that is wrong
     */
    public static AppConfig of(Map<String, String> values) {
        return of(GivenSettings.ofEnvironment(values));
    }

    /**
     * Reads the configuration.
     *
     * @throws ConfigProblem with one sentence for each value that is wrong
     */
    public static AppConfig of(GivenSettings given) {
        return new AppConfigReader(given).read();
    }

    /** The folder's secrets, pictures and database stand below it. */
    public Path inData(String name) {
        return data.resolve(name);
    }

    public boolean production() {
        return environment == Environment.PRODUCTION;
    }

    /** True if nothing but this machine can reach the server. */
    public boolean loopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    /** Every secret value, for the log's blacking. */
    public List<String> secretTexts() {
        List<String> texts = new ArrayList<>();
        Optional.ofNullable(jwtSecret).map(Secret::reveal).ifPresent(texts::add);
        Optional.ofNullable(masterKeys).map(Secret::reveal).ifPresent(texts::add);
        Optional.ofNullable(metricsToken).map(Secret::reveal).ifPresent(texts::add);
        Optional.ofNullable(databaseUrl).map(Secret::reveal).ifPresent(texts::add);
        Optional.ofNullable(owner.password()).map(Secret::reveal).ifPresent(texts::add);
        Optional.ofNullable(s3).map(S3::secretAccessKey).map(Secret::reveal).ifPresent(texts::add);
        providerKeys.values().stream().map(Secret::reveal).forEach(texts::add);
        sso.issuers().stream()
                .map(IssuerSettings::clientSecret)
                .filter(Objects::nonNull)
                .map(Secret::reveal)
                .forEach(texts::add);
        return texts;
    }
}
