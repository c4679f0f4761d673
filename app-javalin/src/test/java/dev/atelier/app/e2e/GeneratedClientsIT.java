package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenAPI Generator makes of the published document is a client that works: in Java and in TypeScript, without a line mended. */
class GeneratedClientsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SEEN = "state completed\npictures 2\nread true\nfound 2\nrefused 422\n";

    @TempDir
    static Path folder;

    private static ServerProcess server;
    private static String token;
    private static Path document;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String setting : List.of(
                "KIE_AI_API_KEY",
                "FAL_KEY",
                "REPLICATE_API_TOKEN",
                "ANTHROPIC_API_KEY",
                "OPENAI_API_KEY",
                "OPENROUTER_API_KEY",
                "GEMINI_API_KEY",
                "NANO_BANANA_API_KEY",
                "VEO3_API_KEY",
                "DATABASE_URL")) {
            environment.put(setting, "");
        }
        environment.put("PORT", Integer.toString(ServerProcess.freePort()));
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", "owner@clients.example");
        environment.put("ATELIER_OWNER_PASSWORD", "a long sentence for clients");
        environment.put("ATELIER_WELCOME_CREDITS", "100");
        server = new ServerProcess(environment, folder.resolve("server.log"));
        server.start();
        token = new ApiClient(server.url())
                .signIn("owner@clients.example", "a long sentence for clients")
                .post(
                        "/api/v1/access-tokens",
                        "{\"name\":\"clients\",\"scopes\":[\"generations:write\",\"images:read\"]}")
                .json()
                .path("token")
                .asText();
        document = folder.resolve("openapi.json");
        URI published = server.url().resolve("/openapi.json");
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(published).build(), HttpResponse.BodyHandlers.ofFile(document));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thePageShowsThesePrograms() throws Exception {
        assertThat(Files.readString(Path.of("../docs/clients.md")))
                .contains(Files.readString(Path.of("src/test/clients/program.ts")))
                .contains(Files.readString(Path.of("src/test/clients/Program.java")));
    }

    @Test
    void theJavaClientMakesPictures() throws Exception {
        Path made = generate(
                "java",
                "library=native,useJakartaEe=true,openApiNullable=false,invokerPackage=client,apiPackage=client.api,"
                        + "modelPackage=client.model");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String libraries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                + System.getProperty("path.separator")
                + tools("http");
        List<String> javac = new ArrayList<>(
                List.of(java("javac"), "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", libraries));
        try (Stream<Path> files = Files.walk(made.resolve("src/main/java"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(javac::add);
        }
        javac.add(Path.of("src/test/clients/Program.java").toAbsolutePath().toString());
        run(javac);
        String path = classes + System.getProperty("path.separator") + libraries;
        assertThat(run(List.of(
                        java("java"), "-cp", path, "Program", server.url().toString(), token)))
                .isEqualTo(SEEN);
    }

    @Test
    void theTypeScriptClientMakesPictures() throws Exception {
        NodeProject node = NodeProject.install();
        Path made = generate("typescript-fetch", "importFileExtension=.js");
        Path program = Files.createDirectories(node.folder().resolve("generated-client"));
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".ts")).toList()) {
                Path copy =
                        program.resolve("client").resolve(made.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path source = Path.of("src/test/clients/program.ts").toAbsolutePath();
        Files.copy(source, program.resolve("program.ts"), StandardCopyOption.REPLACE_EXISTING);
        NodeProject.Ended compiled = node.run(
                "node_modules/typescript/bin/tsc",
                Map.of(),
                PATIENCE,
                "--strict",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "--skipLibCheck",
                "--outDir",
                program.resolve("out").toString(),
                program.resolve("program.ts").toString());
        assertThat(compiled.exit()).as(compiled.output()).isZero();
        NodeProject.Ended ended = node.run(
                program.resolve("out/program.js").toString(),
                Map.of(),
                PATIENCE,
                server.url().toString(),
                token);
        assertThat(ended.output()).isEqualTo(SEEN);
    }

    private static Path generate(String language, String properties) throws Exception {
        Path made = folder.resolve("made-" + language);
        run(List.of(
                java("java"),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                tools("openapi-generator-cli"),
                "generate",
                "-i",
                document.toString(),
                "-g",
                language,
                "-o",
                made.toString(),
                "--additional-properties=" + properties,
                "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"));
        return made;
    }

    /** The jars that the build has put aside for these tests, of names that begin so. */
    private static String tools(String prefix) throws Exception {
        Path aside = Path.of(GeneratedClientsIT.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolveSibling("generator");
        try (Stream<Path> jars = Files.list(aside)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .map(Path::toString)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static String run(List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "run", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(command.get(0) + " ends")
                .isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
