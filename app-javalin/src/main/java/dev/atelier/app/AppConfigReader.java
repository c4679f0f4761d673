package dev.atelier.app;

import dev.atelier.app.AppConfig.Environment;
import dev.atelier.app.AppConfig.LogFormat;
import dev.atelier.app.AppConfig.OwnerAccount;
import dev.atelier.app.AppConfig.S3;
import dev.atelier.app.account.SessionSettings;
import dev.atelier.app.limit.LimitSettings;
import dev.atelier.core.media.MediaLimits;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.Secret;
import dev.atelier.persistence.PersistenceSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns names and texts into an {@link AppConfig}, or into all that is wrong with them. */
final class AppConfigReader {
    static final int LEAST_JWT_SECRET = 32;
    /** As for every new password. */
    static final int LEAST_PASSWORD = 15;

    private static final int MOST_A_MINUTE = 1_000_000;

    private static final List<Setting> PROVIDER_KEYS = List.of(
            Setting.KIE_AI_API_KEY,
            Setting.FAL_KEY,
            Setting.REPLICATE_API_TOKEN,
            Setting.ANTHROPIC_API_KEY,
            Setting.OPENAI_API_KEY,
            Setting.OPENROUTER_API_KEY,
            Setting.GEMINI_API_KEY,
            Setting.NANO_BANANA_API_KEY,
            Setting.VEO3_API_KEY);
    private static final Pattern ACCOUNT = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,253}");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final GivenSettings given;
    private final Map<String, String> values;
    private final SettingReader in;
    private final SsoReader sso;
    private final List<String> notes = new ArrayList<>();

    AppConfigReader(GivenSettings given) {
        this.given = given;
        this.values = given.values();
        this.in = new SettingReader(values);
        this.sso = new SsoReader(in, values);
    }

    AppConfig read() {
        Environment environment = in.choice(Setting.ATELIER_ENV, Environment.class);
        boolean production = environment == Environment.PRODUCTION;
        Secret database = database();
        Map<String, Secret> keys = providerKeys();
        OwnerAccount owner = owner();
        Secret jwt = jwt();
        Secret master = masterKeys();
        if (production) {
            checkProduction(database, jwt, master, keys);
        }
        Path data = data();
        Path providers = providers(data);
        String host = host(production || owner.password() != null);
        AppConfig config = new AppConfig(
                environment,
                database,
                in.number(Setting.ATELIER_DATABASE_POOL, 2, 200),
                data,
                providers,
                host,
                in.number(Setting.PORT, 0, 65_535),
                in.address(Setting.ATELIER_PUBLIC_URL).orElse(null),
                in.address(Setting.CALLBACK_BASE_URL).orElse(null),
                in.origins(Setting.ATELIER_CORS_ORIGINS),
                trustedProxies(),
                limits(),
                jwt,
                master,
                metricsToken(),
                owner,
                sso.read(trustedGateways()),
                keys,
                in.text(Setting.ATELIER_ALLOW_PRIVATE_HOSTS),
                bucket(),
                in.number(Setting.ATELIER_WORKERS, 1, 256),
                patience(),
                media(),
                in.choice(Setting.ATELIER_LOG, LogFormat.class),
                notes(),
                settings(Map.of(
                        Setting.ATELIER_DATA,
                        data.toString(),
                        Setting.ATELIER_PROVIDERS,
                        providers.toString(),
                        Setting.ATELIER_HOST,
                        host)));
        if (!in.problems().isEmpty()) {
            throw new ConfigProblem(in.problems());
        }
        return config;
    }

    private List<EffectiveSetting> settings(Map<Setting, String> defaults) {
        List<EffectiveSetting> all = new ArrayList<>(EffectiveSetting.all(given, defaults));
        all.addAll(sso.effective(given));
        return all;
    }

    private LimitSettings limits() {
        return new LimitSettings(
                in.truth(Setting.ATELIER_RATE_LIMITS),
                in.number(Setting.ATELIER_LIMIT_READS, 0, MOST_A_MINUTE),
                in.number(Setting.ATELIER_LIMIT_WRITES, 0, MOST_A_MINUTE),
                in.number(Setting.ATELIER_LIMIT_GENERATIONS, 0, MOST_A_MINUTE),
                in.number(Setting.ATELIER_LIMIT_UPLOADS, 0, MOST_A_MINUTE),
                in.number(Setting.ATELIER_LIMIT_CALLBACKS, 0, MOST_A_MINUTE),
                in.number(Setting.ATELIER_LIMIT_SIGN_INS, 0, 1_000));
    }

    private AppConfig.Patience patience() {
        return new AppConfig.Patience(
                Duration.ofSeconds(in.number(Setting.ATELIER_DEADLINE_SECONDS, 5L, 86_400L)),
                Duration.ofSeconds(in.number(Setting.ATELIER_DOUBT_GRACE_SECONDS, 1L, 86_400L)),
                Duration.ofSeconds(in.number(Setting.ATELIER_CALLBACK_GRACE_SECONDS, 1L, 3_600L)),
                Duration.ofSeconds(in.number(Setting.ATELIER_HEARTBEAT_SECONDS, 1L, 60L)));
    }

    private MediaLimits media() {
        return new MediaLimits(
                in.number(Setting.ATELIER_MAX_FILM_MIB, 1L, 16_384L) << 20, MediaLimits.DEFAULT.voiceBytes());
    }

    private @Nullable Secret database() {
        Optional<Secret> url = in.secret(Setting.DATABASE_URL);
        if (url.isPresent() && !readable(url.get(), AppConfigReader::readDatabaseUrl)) {
            in.wrong(Setting.DATABASE_URL, "must be a PostgreSQL URL with a host and a database name");
        }
        return url.orElse(null);
    }

    private Map<String, Secret> providerKeys() {
        Map<String, Secret> keys = new LinkedHashMap<>();
        for (Setting setting : PROVIDER_KEYS) {
            in.secret(setting).ifPresent(key -> keys.put(setting.name(), key));
        }
        return keys;
    }

    private OwnerAccount owner() {
        String email = in.text(Setting.ATELIER_OWNER_EMAIL);
        if (!EMAIL.matcher(email).matches()) {
            in.wrong(Setting.ATELIER_OWNER_EMAIL, "must be an e-mail address");
        }
        Optional<Secret> password = in.secret(Setting.ATELIER_OWNER_PASSWORD);
        if (password.isPresent() && password.get().reveal().length() < LEAST_PASSWORD) {
            in.wrong(Setting.ATELIER_OWNER_PASSWORD, "must have " + LEAST_PASSWORD + " characters or more");
        }
        return new OwnerAccount(
                email, password.orElse(null), in.number(Setting.ATELIER_WELCOME_CREDITS, 0L, 1_000_000_000L));
    }

    private @Nullable Secret jwt() {
        Optional<Secret> secret = in.secret(Setting.JWT_SECRET);
        if (secret.isPresent() && secret.get().reveal().length() < LEAST_JWT_SECRET) {
            in.wrong(Setting.JWT_SECRET, "must have " + LEAST_JWT_SECRET + " characters or more");
        } else if (secret.isPresent() && !readable(secret.get(), AppConfigReader::readSigningKey)) {
            in.wrong(Setting.JWT_SECRET, "must be random");
        }
        return secret.orElse(null);
    }

    private @Nullable Secret masterKeys() {
        Optional<Secret> keys = in.secret(Setting.PROVIDER_KEY_ENCRYPTION_SECRET);
        if (keys.isPresent() && !readable(keys.get(), MasterKeys::parse)) {
            in.wrong(
                    Setting.PROVIDER_KEY_ENCRYPTION_SECRET,
                    "must be 32 random bytes as 64 hex digits or base64 (several separated by commas, the current"
                            + " one first; passphrases are refused)");
        }
        return keys.orElse(null);
    }

    /** Asks the code that will read the secret, so that nothing passes here and fails later. */
    private static boolean readable(Secret secret, Consumer<String> reader) {
        try {
            reader.accept(secret.reveal());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void readSigningKey(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        new SessionSettings(bytes, bytes, 12, List.of());
    }

    private static void readDatabaseUrl(String url) {
        PersistenceSettings.ofDatabaseUrl(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
    }

    private @Nullable Secret metricsToken() {
        Optional<Secret> token = in.secret(Setting.ATELIER_METRICS_TOKEN);
        if (token.isPresent() && token.get().reveal().length() < 16) {
            in.wrong(Setting.ATELIER_METRICS_TOKEN, "must have 16 characters or more");
        }
        return token.orElse(null);
    }

    private void checkProduction(
            @Nullable Secret database, @Nullable Secret jwt, @Nullable Secret master, Map<String, Secret> keys) {
        boolean embedded = in.truth(Setting.ATELIER_ALLOW_EMBEDDED_DATABASE);
        if (database == null && !embedded) {
            in.problem("DATABASE_URL is required when ATELIER_ENV=production, for example DATABASE_URL="
                    + Setting.DATABASE_URL.example()
                    + "; ATELIER_ALLOW_EMBEDDED_DATABASE=true accepts the embedded one knowingly.");
        }
        if (database != null && jwt == null) {
            in.problem("JWT_SECRET is required when ATELIER_ENV=production, so that all servers of one database agree;"
                    + " make one with: openssl rand -base64 48.");
        }
        if (database != null && master == null) {
            in.problem("PROVIDER_KEY_ENCRYPTION_SECRET is required when ATELIER_ENV=production, so that all servers of"
                    + " one database agree; make one with: openssl rand -hex 32.");
        }
        for (String name : keys.keySet()) {
            in.problem(name + " overrides stored keys and is for development only; take it away and add the key under"
                    + " Admin, Providers, or set ATELIER_ENV=development.");
        }
    }

    private Path data() {
        try {
            return Path.of(in.text(Setting.ATELIER_DATA)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            in.wrong(Setting.ATELIER_DATA, "must be the path of a folder");
            return Path.of(Setting.ATELIER_DATA.preset());
        }
    }

    private Path providers(Path data) {
        try {
            return in.given(Setting.ATELIER_PROVIDERS)
                    .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                    // Inside the data folder, which nobody else may write to: what lies there is run.
                    .orElseGet(() -> data.resolve("providers"));
        } catch (InvalidPathException e) {
            in.wrong(Setting.ATELIER_PROVIDERS, "must be the path of a folder");
            return data;
        }
    }

    private String host(boolean open) {
        String host = in.given(Setting.ATELIER_HOST).orElse(open ? "0.0.0.0" : Setting.ATELIER_HOST.preset());
        if (!HOST.matcher(host).matches()) {
            in.wrong(Setting.ATELIER_HOST, "must be an address or a host name of this machine");
        }
        return host;
    }

    private List<String> trustedProxies() {
        return blocks(Setting.ATELIER_TRUSTED_PROXIES);
    }

    // All addresses together are no list of gateways.
    private List<String> trustedGateways() {
        List<String> gateways = blocks(Setting.TRUSTED_GATEWAYS);
        if (gateways.stream().anyMatch(block -> block.endsWith("/0"))) {
            in.wrong(Setting.TRUSTED_GATEWAYS, "must not list every address there is");
            return List.of();
        }
        return gateways;
    }

    private List<String> blocks(Setting setting) {
        List<String> blocks = in.list(setting);
        if (!blocks.stream().allMatch(AppConfigReader::isBlock)) {
            in.wrong(setting, "must list IP addresses or CIDR blocks separated by commas, host names are not allowed");
            return List.of();
        }
        return blocks;
    }

    private static boolean isBlock(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) {
            return false;
        }
        try {
            // A literal: nothing is resolved.
            int bits = InetAddress.getByName(address).getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return prefix >= 0 && prefix <= bits;
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }

    private @Nullable S3 bucket() {
        boolean r2 = anyGiven(
                Setting.R2_ACCOUNT_ID, Setting.R2_ACCESS_KEY_ID, Setting.R2_SECRET_ACCESS_KEY, Setting.R2_BUCKET_NAME);
        boolean s3 = anyGiven(
                Setting.S3_ENDPOINT, Setting.S3_ACCESS_KEY_ID, Setting.S3_SECRET_ACCESS_KEY, Setting.S3_BUCKET);
        if (r2 && s3) {
            in.problem("R2_* and S3_* are both set; only one store of pictures is used, so take one set away.");
            return null;
        }
        if (r2) {
            String account = required(Setting.R2_ACCOUNT_ID, "R2_*");
            if (!account.isEmpty() && !ACCOUNT.matcher(account).matches()) {
                in.wrong(Setting.R2_ACCOUNT_ID, "must be the 32 hex digits of the Cloudflare account");
                account = "";
            }
            return bucket(
                    Optional.of(URI.create("https://" + account + ".r2.cloudflarestorage.com")),
                    "auto",
                    Setting.R2_BUCKET_NAME,
                    Setting.R2_ACCESS_KEY_ID,
                    Setting.R2_SECRET_ACCESS_KEY,
                    Setting.R2_PUBLIC_URL,
                    "R2");
        }
        if (s3) {
            required(Setting.S3_ENDPOINT, "S3_*");
            Optional<URI> endpoint = in.address(Setting.S3_ENDPOINT);
            if (endpoint.isPresent() && !endpoint.get().getRawPath().isEmpty()) {
                in.wrong(Setting.S3_ENDPOINT, "must be an http or https address without a path");
            }
            return bucket(
                    endpoint,
                    in.text(Setting.S3_REGION),
                    Setting.S3_BUCKET,
                    Setting.S3_ACCESS_KEY_ID,
                    Setting.S3_SECRET_ACCESS_KEY,
                    Setting.S3_PUBLIC_URL,
                    "S3");
        }
        return null;
    }

    private @Nullable S3 bucket(
            Optional<URI> endpoint,
            String region,
            Setting name,
            Setting accessKey,
            Setting secretKey,
            Setting publicUrl,
            String vendor) {
        String family = vendor + "_*";
        String bucket = required(name, family);
        if (!bucket.isEmpty() && !BUCKET.matcher(bucket).matches()) {
            in.wrong(name, "must be a bucket's name, 3 to 63 lower-case letters, digits, dots and dashes");
        }
        String access = required(accessKey, family);
        String secret = required(secretKey, family);
        if (endpoint.isEmpty() || access.isEmpty() || secret.isEmpty()) {
            return null;
        }
        return new S3(
                endpoint.get(),
                region,
                bucket,
                access,
                Secret.of(secret),
                in.address(publicUrl).orElse(null),
                vendor);
    }

    private boolean anyGiven(Setting... settings) {
        for (Setting setting : settings) {
            if (in.given(setting).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private String required(Setting setting, String family) {
        Optional<String> given = in.given(setting);
        if (given.isEmpty()) {
            in.problem(setting + " is missing although others of " + family + " are set, for example " + setting + "="
                    + setting.example() + ".");
        }
        return given.orElse("");
    }

    private List<String> notes() {
        if (in.given(Setting.VITE_API_URL).isPresent()) {
            notes.add("VITE_API_URL is ignored: the pages are served from the same address as the API.");
        }
        for (Setting publicUrl : List.of(Setting.R2_PUBLIC_URL, Setting.S3_PUBLIC_URL)) {
            if (in.given(publicUrl).isPresent()) {
                notes.add(publicUrl + " is set: whoever has the address of a picture can read it, for ever and without"
                        + " signing in.");
            }
        }
        notes.addAll(sso.notes());
        values.keySet().stream()
                .filter(name -> name.startsWith("ATELIER_"))
                .filter(name -> Setting.named(name).isEmpty())
                .forEach(name -> notes.add(name + " is not a setting of Atelier; docs/configuration.md lists them."));
        return notes;
    }
}
