package dev.atelier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {
    private static final String HEX_KEY = "00112233445566778899aabbccddeeff".repeat(2);

    @TempDir
    Path folder;

    @Test
    void nothingGivenIsALocalDevelopmentServer() {
        AppConfig config = AppConfig.of(Map.of());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.loopback()).isTrue();
        assertThat(config.production()).isFalse();
        assertThat(config.databaseUrl()).isNull();
        assertThat(config.s3()).isNull();
        assertThat(config.owner().welcomeCredits()).isEqualTo(1000);
        assertThat(config.data().isAbsolute()).isTrue();
        assertThat(config.data().getFileName()).hasToString("atelier-data");
        assertThat(config.providers()).isEqualTo(config.inData("providers"));
        assertThat(config.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PORT                           | 80a                | 0 to 65535
            PORT                           | 70000              | 0 to 65535
            DATABASE_URL                   | mysql://a/b        | PostgreSQL URL
            DATABASE_URL                   | postgresql://host  | PostgreSQL URL
            JWT_SECRET                     | tooshort-hunter2   | 32 characters
            JWT_SECRET                     | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | must be random
            PROVIDER_KEY_ENCRYPTION_SECRET | my-hunter2-phrase  | passphrases are refused
            ATELIER_METRICS_TOKEN          | hunter2            | 16 characters
            ATELIER_OWNER_EMAIL            | nobody             | e-mail
            ATELIER_OWNER_PASSWORD         | hunter2            | 15 characters
            ATELIER_WELCOME_CREDITS        | -1                 | from 0
            ATELIER_ENV                    | staging            | development or production
            ATELIER_LOG                    | xml                | text or json
            ATELIER_PUBLIC_URL             | ftp://atelier.example | http or https
            CALLBACK_BASE_URL              | https://u:hunter2@a.example | http or https
            CALLBACK_BASE_URL              | https://a.example?x=1 | http or https
            ATELIER_CORS_ORIGINS           | *                  | * is not allowed
            ATELIER_CORS_ORIGINS           | https://a.example/path | origins
            ATELIER_TRUSTED_PROXIES        | proxy.lan          | host names are not allowed
            ATELIER_TRUSTED_PROXIES        | 10.0.0.0/33        | CIDR
            ATELIER_WORKERS                | 0                  | from 1 to 256
            ATELIER_DATABASE_POOL          | 1                  | from 2 to 200
            ATELIER_HOST                   | a b                | address
            R2_ACCOUNT_ID                  | short              | 32 hex digits
            PROVIDER_KEY_ENCRYPTION_SECRET | 0000000000000000000000000000000000000000000000000000000000000000 | 32 random bytes
            S3_ENDPOINT                    | https://s3.example/bucket | without a path
            S3_ENDPOINT                    | nowhere            | http or https
            """)
    void aWrongValueIsToldByNameRuleAndExampleButNeverRepeated(String name, String value, String rule) {
        ConfigProblem problem = refused(Map.of(name, value));
        assertThat(problem.sentences())
                .filteredOn(sentence -> sentence.startsWith(name + " "))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains(rule)
                        .contains(name + "=" + Setting.valueOf(name).example())
                        .endsWith("."));
        assertThat(problem.getMessage()).doesNotContain("hunter2");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(refused(Map.of("PORT", "x", "ATELIER_LOG", "x", "JWT_SECRET", "x"))
                        .sentences())
                .hasSize(3);
    }

    @Test
    void r2MakesABucketAtTheAccountsAddress() {
        AppConfig.S3 bucket = Objects.requireNonNull(AppConfig.of(Map.of(
                        "R2_ACCOUNT_ID", "0123456789abcdef0123456789abcdef",
                        "R2_ACCESS_KEY_ID", "id",
                        "R2_SECRET_ACCESS_KEY", "secret",
                        "R2_BUCKET_NAME", "ner-storage",
                        "R2_PUBLIC_URL", "https://bucket.example/"))
                .s3());
        assertThat(bucket.endpoint())
                .isEqualTo(URI.create("https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"));
        assertThat(bucket.region()).isEqualTo("auto");
        assertThat(bucket.publicUrl()).isEqualTo(URI.create("https://bucket.example"));
    }

    @Test
    void aBucketThatEverybodyCanReadIsSaidOutLoud() {
        assertThat(AppConfig.of(Map.of("R2_PUBLIC_URL", "https://pictures.example"))
                        .notes())
                .singleElement()
                .asString()
                .startsWith("R2_PUBLIC_URL is set: whoever has the address");
    }

    @Test
    void halfABucketIsRefusedByTheNamesThatAreMissing() {
        assertThat(refused(Map.of("R2_BUCKET_NAME", "ner-storage")).getMessage())
                .contains("R2_ACCOUNT_ID is missing", "R2_ACCESS_KEY_ID is missing", "R2_SECRET_ACCESS_KEY is missing");
        assertThat(refused(Map.of("R2_BUCKET_NAME", "a-b", "S3_BUCKET", "a-b")).getMessage())
                .contains("both set");
    }

    static Stream<Arguments> productionRefusals() {
        Map<String, String> good = Map.of(
                "ATELIER_ENV",
                "production",
                "DATABASE_URL",
                "postgresql://u:p@db/atelier",
                "JWT_SECRET",
                "q3Jm8xLw0ZtV5nRk2YbC7hPd4sGf9uAe",
                "PROVIDER_KEY_ENCRYPTION_SECRET",
                HEX_KEY);
        return Stream.of(
                Arguments.of(without(good, "DATABASE_URL"), "DATABASE_URL is required"),
                Arguments.of(without(good, "JWT_SECRET"), "JWT_SECRET is required"),
                Arguments.of(
                        without(good, "PROVIDER_KEY_ENCRYPTION_SECRET"), "PROVIDER_KEY_ENCRYPTION_SECRET is required"),
                Arguments.of(with(good, "KIE_AI_API_KEY", "k"), "KIE_AI_API_KEY overrides stored keys"));
    }

    @ParameterizedTest
    @MethodSource("productionRefusals")
    void productionRefusesWhatIsFineInDevelopment(Map<String, String> values, String sentence) {
        assertThat(refused(values).sentences()).singleElement().asString().startsWith(sentence);
        assertThat(AppConfig.of(with(values, "ATELIER_ENV", "development")).production())
                .isFalse();
    }

    @Test
    void productionListensEverywhereAndTakesTheEmbeddedDatabaseOnlyKnowingly() {
        AppConfig config = AppConfig.of(Map.of("ATELIER_ENV", "production", "ATELIER_ALLOW_EMBEDDED_DATABASE", "true"));
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.loopback()).isFalse();
    }

    @Test
    void masterKeysMayBeSeveralCurrentFirst() {
        AppConfig config = AppConfig.of(Map.of(
                "PROVIDER_KEY_ENCRYPTION_SECRET",
                "new:" + HEX_KEY + ",old:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
        assertThat(config.masterKeys()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 31, 33, 62, 63, 65, 66, 128})
    void aMasterKeyOfAnotherLengthStopsTheStart(int digits) {
        String key = (HEX_KEY + HEX_KEY).substring(0, digits);
        assertThatThrownBy(() -> AppConfig.of(Map.of("PROVIDER_KEY_ENCRYPTION_SECRET", "k1:" + key)))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("PROVIDER_KEY_ENCRYPTION_SECRET must be 32 random bytes");
    }

    @Test
    void optionsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), """
                # a comment
                export PORT=1
                ATELIER_HOST="127.0.0.2" # in quotes
                ATELIER_WORKERS=3 # a comment after a value
                ATELIER_OWNER_PASSWORD='pa$$ #word of mine'
                """);
        AppConfig config =
                AppConfig.load(Map.of("PORT", "2", "ATELIER_WORKERS", "4", "PATH", "/bin"), file, Map.of("PORT", "3"));
        assertThat(config.port()).isEqualTo(3);
        assertThat(config.workers()).isEqualTo(4);
        assertThat(config.host()).isEqualTo("127.0.0.2");
        assertThat(Objects.requireNonNull(config.owner().password()).reveal()).isEqualTo("pa$$ #word of mine");
    }

    @Test
    void everySettingSaysWhereItIsFrom() throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), "ATELIER_WORKERS=3\nJWT_SECRET=\n");
        AppConfig config = AppConfig.load(
                Map.of("ATELIER_LOG", "json", "GEMINI_API_KEY", "hunter2hunter2"), file, Map.of("PORT", "3"));
        assertThat(config.settings())
                .hasSize(Setting.values().length)
                .contains(
                        new EffectiveSetting("PORT", "3", EffectiveSetting.Source.OPTION, false),
                        new EffectiveSetting("ATELIER_LOG", "json", EffectiveSetting.Source.ENVIRONMENT, false),
                        new EffectiveSetting("ATELIER_WORKERS", "3", EffectiveSetting.Source.FILE, false),
                        new EffectiveSetting(
                                "ATELIER_DEADLINE_SECONDS", "1800", EffectiveSetting.Source.DEFAULT, false),
                        new EffectiveSetting("S3_BUCKET", null, EffectiveSetting.Source.DEFAULT, false),
                        new EffectiveSetting("JWT_SECRET", null, EffectiveSetting.Source.GENERATED, true),
                        new EffectiveSetting("GEMINI_API_KEY", null, EffectiveSetting.Source.ENVIRONMENT, true));
    }

    @Test
    void aFileWithARiddleIsRefusedByLine() throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), "PORT=1\nthis is nothing\n");
        ConfigProblem problem =
                catchThrowableOfType(ConfigProblem.class, () -> AppConfig.load(Map.of(), file, Map.of()));
        assertThat(problem).hasMessageContaining("Line 2");
    }

    @Test
    void strangersAndLeftoversAreNoted() {
        AppConfig config = AppConfig.of(Map.of("ATELIER_PROT", "1", "VITE_API_URL", "https://x.example"));
        assertThat(config.notes()).hasSize(2);
        assertThat(String.join(" ", config.notes())).contains("ATELIER_PROT", "VITE_API_URL");
    }

    @Test
    void noSecretShowsItself() {
        Map<String, String> values = new HashMap<>();
        values.put("DATABASE_URL", "postgresql://u:hunter2hunter2hunter2hunter2hunter2@db/atelier");
        values.put("JWT_SECRET", "hunter2hunter2hunter2hunter2hunter2");
        values.put("ATELIER_OWNER_PASSWORD", "hunter2hunter2hunter2");
        values.put("ATELIER_METRICS_TOKEN", "hunter2hunter2hunter2");
        values.put("KIE_AI_API_KEY", "hunter2hunter2");
        values.put("S3_ENDPOINT", "https://s3.example");
        values.put("S3_ACCESS_KEY_ID", "id");
        values.put("S3_SECRET_ACCESS_KEY", "hunter2hunter2");
        values.put("S3_BUCKET", "pictures");
        AppConfig config = AppConfig.of(values);
        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(config.secretTexts())
                .hasSize(6)
                .allSatisfy(text -> assertThat(text).contains("hunter2"));
    }

    private static ConfigProblem refused(Map<String, String> values) {
        return catchThrowableOfType(ConfigProblem.class, () -> AppConfig.of(values));
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return more;
    }

    private static Map<String, String> without(Map<String, String> values, String name) {
        Map<String, String> fewer = new HashMap<>(values);
        fewer.remove(name);
        return fewer;
    }
}
