package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code atelier generate} with a key of kie.ai, in a process of its own that no vendor can call back. */
class GenerateOnKieIT {
    private static final String KEY = "canary-kie-cli-93ab4410";
    private static final String EMAIL = "owner@generate.example";
    private static final String PASSWORD = "a long sentence for the command line";

    @TempDir
    Path folder;

    @Test
    void picturesAndTheirRecipesAreOnDiskAndTheCostIsTold() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start(folder.resolve("postgres"));
                StubKie vendor = new StubKie().latency(Duration.ofMillis(500))) {
            Map<String, String> environment = environment(database, vendor);
            try (ServerProcess server = new ServerProcess(environment, folder.resolve("server.log"))) {
                server.start();
                ApiClient admin = new ApiClient(server.url()).signIn(EMAIL, PASSWORD);
                for (String provider : List.of("kieai", "kieai-gemini3", "kieai-gemini25")) {
                    admin.pointProvider(provider, vendor.url());
                }
            }
            Path pictures = folder.resolve("pictures");
            String told = generate(environment, pictures);

            assertThat(told)
                    .contains("20 credit(s) held, 20 charged, 0 released")
                    .doesNotContain("not told")
                    .doesNotContain(KEY);
            assertThat(vendor.paidOrders()).isEqualTo(2);
            assertThat(vendor.callbacksMade()).as("callbacks").isZero();
            assertThat(files(pictures, ".json"))
                    .hasSize(2)
                    .allSatisfy(recipe -> assertThat(
                                    ApiClient.JSON.readTree(recipe.toFile()).toString())
                            .contains("nano-banana-pro")
                            .doesNotContain(KEY));
            assertThat(files(pictures, ".png"))
                    .hasSize(2)
                    .allSatisfy(
                            picture -> assertThat(ImageIO.read(picture.toFile()).getWidth())
                                    .isEqualTo(64));
        }
    }

    private static String generate(Map<String, String> environment, Path pictures)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.atelier.app.Main",
                "generate",
                "--prompt",
                "A calm still life",
                "--count",
                "2",
                "--model",
                "nano-banana-pro",
                "--out",
                pictures.toString());
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(pictures.getParent(), "generate", ".log");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();
        String told = Files.readString(output);
        assertThat(ended).as(told).isTrue();
        assertThat(process.exitValue()).as(told).isZero();
        return told;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private Map<String, String> environment(EmbeddedPostgres database, StubKie vendor) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", Integer.toString(ServerProcess.freePort()));
        environment.put("DATABASE_URL", ChaosIT.databaseUrl(database));
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", EMAIL);
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("KIE_AI_API_KEY", KEY);
        environment.put("ATELIER_ALLOW_PRIVATE_HOSTS", vendor.host());
        return environment;
    }
}
