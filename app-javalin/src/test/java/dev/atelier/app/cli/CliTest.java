package dev.atelier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.app.AppConfig;
import dev.atelier.app.Wiring;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.User;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.TokenText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as people call them, in this process, on one embedded database and with the sandbox as vendor. */
class CliTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    static Path folder;

    private static Path data;
    private static TestPictures pictures;

    @BeforeAll
    static void prepare() {
        data = folder.resolve("data");
        pictures = new TestPictures(folder);
    }

    private record Ran(int code, String out, String err) {}

    private Ran run(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(more);
        environment.putIfAbsent("ATELIER_DATA", data.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--env-file", folder.resolve("none").toString()));
        int code = Cli.run(environment, new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private Ran run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private Wiring open() {
        return Wiring.open(AppConfig.of(Map.of("ATELIER_DATA", data.toString())), null);
    }

    @Test
    void theSameSeedMakesTheSamePicturesFromEveryKindOfFile() throws IOException {
        Path jpeg = pictures.jpeg("photo.jpg", 640, 480);
        Path large = pictures.jpeg("large.jpg", 4000, 3000);
        Path turned = pictures.turnedJpeg("turned.jpg");
        Path clear = pictures.transparentPng("clear.png");
        List<byte[]> first = new ArrayList<>();
        for (String out : List.of("a", "b")) {
            Ran ran = run(
                    "generate",
                    "--reference",
                    jpeg.toString(),
                    large.toString(),
                    "--product",
                    clear.toString(),
                    turned.toString(),
                    "--prompt",
                    "a bottle on a linen cloth",
                    "--count",
                    "2",
                    "--seed",
                    "11",
                    "--out",
                    folder.resolve(out).toString());
            assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out())
                    .contains("accepted   2 picture(s), 2 credit(s) held")
                    .contains("stage      analysing")
                    .contains("2 credit(s) held, 2 charged, 0 released");
            List<byte[]> made = new ArrayList<>();
            for (Path file : files(folder.resolve(out), ".png")) {
                made.add(Files.readAllBytes(file));
            }
            assertThat(made).hasSize(2);
            assertThat(files(folder.resolve(out), ".part")).isEmpty();
            if (first.isEmpty()) {
                first.addAll(made);
            } else {
                assertThat(made).usingElementComparator(Arrays::compare).containsExactlyElementsOf(first);
            }
        }
        JsonNode recipe =
                JSON.readTree(files(folder.resolve("a"), ".json").get(1).toFile());
        assertThat(recipe.path("seed").asLong()).isEqualTo(12);
        assertThat(recipe.path("brief").asText()).isEqualTo("a bottle on a linen cloth");
        assertThat(recipe.path("prompt").asText()).isNotBlank();
        assertThat(recipe.path("references")).hasSize(2);
        assertThat(recipe.path("products")).hasSize(2);
    }

    @Test
    void aFileThatCannotBeUsedIsNamedBeforeAnythingStarts() throws IOException {
        Path untouched = folder.resolve("untouched");
        for (Path bad : List.of(
                pictures.noPicture("letter.png"),
                pictures.truncated("half.png"),
                pictures.hugeByItsHeader("huge.png"),
                folder.resolve("missing.png"),
                Files.createDirectories(folder.resolve("directory.png")))) {
            Ran ran = run(
                    Map.of("ATELIER_DATA", untouched.toString()),
                    "generate",
                    "--prompt",
                    "x",
                    "--reference",
                    bad.toString());
            assertThat(ran.code()).as(bad.toString()).isEqualTo(2);
            assertThat(ran.err()).contains(bad.toString()).contains("nothing spent");
        }
        assertThat(untouched).doesNotExist();
    }

    @Test
    void whatTheModelCannotDoIsRefusedWithTheNameOfTheOption() {
        Ran ran = run("generate", "--prompt", "x", "--ratio", "7:5");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--ratio").contains("nothing spent");
    }

    @Test
    void tooFewCreditsAreAnExitCodeOfTheirOwn() {
        Map<String, String> poor =
                Map.of("ATELIER_DATA", folder.resolve("poor").toString(), "ATELIER_WELCOME_CREDITS", "2");
        Ran ran = run(poor, "generate", "--prompt", "x", "--count", "3", "--out", folder.toString());
        assertThat(ran.code()).as(ran.err()).isEqualTo(3);
        Ran enough = run(
                poor,
                "generate",
                "--prompt",
                "x",
                "--count",
                "2",
                "--json",
                "--out",
                folder.resolve("c").toString());
        assertThat(enough.code()).as(enough.err()).isZero();
        assertThat(enough.out().lines().findFirst()).hasValue("{");
        assertThat(run(poor, "ledger", "verify").out()).contains("The ledger is sound.");
    }

    @Test
    void aFailureSaysWhatWasCharged() throws IOException {
        Path out = folder.resolve("failed");
        Ran ran = run("generate", "--prompt", "a circle !fail", "--count", "2", "--json", "--out", out.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("0 credit(s) were charged");
        JsonNode cost = JSON.readTree(ran.out()).path("cost");
        assertThat(cost.path("held").asLong()).isEqualTo(2);
        assertThat(cost.path("released").asLong()).isEqualTo(2);
        assertThat(cost.path("charged").asLong()).isZero();
    }

    @Test
    void theOwnerIsMadeOnceAndNeverOverwritten() throws Exception {
        Path own = folder.resolve("owner");
        Map<String, String> first = Map.of("ATELIER_DATA", own.toString(), "ATELIER_OWNER_EMAIL", "ada@example.com");
        Ran made = run(first, "admin", "create-owner");
        assertThat(made.code()).as(made.err()).isZero();
        String password = Files.readString(own.resolve("owner-password")).strip();
        assertThat(made.out()).contains("Owner ada@example.com created.").contains(password);
        Ran again = run(
                Map.of(
                        "ATELIER_DATA", own.toString(),
                        "ATELIER_OWNER_EMAIL", "eve@example.com",
                        "ATELIER_OWNER_PASSWORD", "another-long-password"),
                "admin",
                "create-owner");
        assertThat(again.out())
                .contains("Owner ada@example.com was there already.")
                .doesNotContain("Password");
        if (Files.getFileStore(own).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("owner-password"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("secrets"))))
                    .isEqualTo("rwx------");
            for (Path secret : files(own.resolve("secrets"), "")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(run(first, "admin", "reset-password").out())
                .contains("ada@example.com")
                .doesNotContain(password);
        assertThat(own.resolve("owner-password")).doesNotExist();
    }

    @Test
    void manyFirstStartsMakeOneOwnerWithOneWelcome() throws Exception {
        Path own = folder.resolve("race");
        try (Wiring wiring = Wiring.open(AppConfig.of(Map.of("ATELIER_DATA", own.toString())), null)) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Callable<User>> starts = Collections.nCopies(
                    4, () -> wiring.firstStart().run().owner().user());
            List<User> owners = new ArrayList<>();
            for (Future<User> start : threads.invokeAll(starts)) {
                owners.add(start.get());
            }
            threads.shutdown();
            assertThat(owners.stream().map(User::id).distinct()).hasSize(1);
            assertThat(wiring.store().accounts().orgs()).hasSize(1);
            Member owner = wiring.firstStart().owner();
            assertThat(wiring.store().ledger().balance(owner.org()).available()).isEqualTo(1000);
        }
    }

    @Test
    void rotatedKeysOpenWithoutTheOldOne() throws IOException {
        Path own = folder.resolve("rotate");
        String before = "old:" + "00112233445566778899aabbccddeeff".repeat(2);
        String after = "new:"
                + HEX.formatHex(new BigInteger(255, new Random(3)).setBit(254).toByteArray());
        Map<String, String> old = Map.of("ATELIER_DATA", own.toString(), "PROVIDER_KEY_ENCRYPTION_SECRET", before);
        ProviderId id = new ProviderId("kieai");
        try (Wiring wiring = Wiring.open(AppConfig.of(old), null)) {
            ProviderConfig row = wiring.store().providers().find(id).orElseThrow();
            var sealed = wiring.secretBox().seal(Secret.of("sk-sealed-by-the-old-key"), row.secretContext("apiKey"));
            assertThat(wiring.store().providers().update(withKey(row, sealed), row.version()))
                    .isTrue();
        }
        Ran alone =
                run(Map.of("ATELIER_DATA", own.toString(), "PROVIDER_KEY_ENCRYPTION_SECRET", after), "keys", "rotate");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("master key old").contains("PROVIDER_KEY_ENCRYPTION_SECRET");
        Ran both = run(
                Map.of("ATELIER_DATA", own.toString(), "PROVIDER_KEY_ENCRYPTION_SECRET", after + "," + before),
                "keys",
                "rotate");
        assertThat(both.code()).as(both.err()).isZero();
        assertThat(both.out())
                .as("a vendor's key, and pepper, link key and token key")
                .contains("4 secret(s) re-wrapped.");
        Map<String, String> only = Map.of("ATELIER_DATA", own.toString(), "PROVIDER_KEY_ENCRYPTION_SECRET", after);
        try (Wiring wiring = Wiring.open(AppConfig.of(only), null)) {
            ProviderConfig row = wiring.store().providers().find(id).orElseThrow();
            assertThat(wiring.secretBox()
                            .open(row.apiKey(), row.secretContext("apiKey"))
                            .reveal())
                    .isEqualTo("sk-sealed-by-the-old-key");
        }
    }

    @Test
    void theDoctorLooksAtEverythingAndKnowsTheRemedy() {
        Ran ran = run("doctor");
        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.out())
                .containsPattern("ok +database +PostgreSQL")
                .containsPattern("ok +ledger +is sound")
                .containsPattern("ok +storage")
                .containsPattern("note +callbacks_url")
                .contains("→ If vendors can reach this server, set CALLBACK_BASE_URL=https://…");
    }

    @Test
    void commandsWorkBesideWhoeverRunsTheDatabaseAndASecondServerDoesNot() {
        try (Wiring server = open()) {
            assertThat(server.databaseReachable()).isTrue();
            Ran ran = run("ledger", "verify");
            assertThat(ran.code()).as(ran.err()).isZero();
            Ran second = run("serve", "--port", "0");
            assertThat(second.code()).isEqualTo(4);
            assertThat(second.err().lines()).hasSize(1);
            assertThat(server.databaseReachable())
                    .as("the command left it running")
                    .isTrue();
        }
    }

    @Test
    void aSignInLinkIsForAMemberWhoMayComeIn() {
        Map<String, String> own = Map.of("ATELIER_DATA", folder.resolve("link").toString());
        assertThat(run(own, "admin", "sign-in-link").code()).as("no owner yet").isEqualTo(2);
        assertThat(run(own, "admin", "create-owner").code()).isZero();
        Ran made = run(own, "admin", "sign-in-link", "--email", "Owner@atelier.local");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out().strip()).matches("http://localhost:8080/welcome#k=[A-Za-z0-9_-]{43}");
        Ran nobody = run(own, "admin", "sign-in-link", "--email", "nobody@atelier.local");
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.out()).isEmpty();
        try (Wiring wiring = Wiring.open(AppConfig.of(own), null)) {
            String key = made.out().strip().replaceFirst(".*#k=", "");
            assertThat(wiring.signInLinks().redeem(key))
                    .map(Member::user)
                    .contains(wiring.firstStart().owner().user());
            OrgId org = wiring.firstStart().owner().org();
            assertThat(wiring.store()
                            .audit()
                            .entries(org, AuditFilter.ALL, PageRequest.first(9))
                            .items())
                    .extracting(entry -> entry.change().action()
                            + " by "
                            + entry.origin().actor().kind())
                    .containsExactly("sign_in_link.issued by CLI", "credits.granted by CLI", "org.founded by CLI");
            accessTokensAreMadeForPrograms(own, wiring);
        }
    }

    private void accessTokensAreMadeForPrograms(Map<String, String> own, Wiring wiring) {
        Ran made = run(own, "admin", "access-token", "--name", "CI", "--scope", "generations:write,images:read");
        assertThat(made.code()).as(made.err()).isZero();
        String text = made.out().strip();
        assertThat(TokenText.wellFormed(text)).isTrue();
        assertThat(wiring.store().accessTokens().findByHash(OneTimeToken.hashOf(text)))
                .hasValueSatisfying(token -> {
                    assertThat(token.user())
                            .isEqualTo(wiring.firstStart().owner().user().id());
                    assertThat(token.terms().scopes())
                            .containsExactlyInAnyOrder(Scope.write("generations"), Scope.read("images"));
                });
        for (String wrong : new String[] {"account:write", "generations", "generations:all"}) {
            Ran refused = run(own, "admin", "access-token", "--name", "CI", "--scope", wrong);
            assertThat(refused.code()).as(wrong).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
        }
    }

    @Test
    void aWrongConfigurationIsToldAtOnceWithoutItsValues() {
        Ran ran = run(Map.of("PORT", "eighty", "JWT_SECRET", "too-short-secret"), "doctor");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("PORT").contains("JWT_SECRET").doesNotContain("too-short-secret");
        assertThat(run("--version").out()).startsWith("atelier ");
        assertThat(run("generate").code()).isEqualTo(2);
        assertThat(run("--help").out().lines().count()).isLessThan(40);
    }

    private static ProviderConfig withKey(ProviderConfig row, SealedSecret key) {
        return new ProviderConfig(
                row.id(),
                row.category(),
                row.adapter(),
                row.displayName(),
                row.baseUrl(),
                row.model(),
                row.priority(),
                row.enabled(),
                row.options(),
                key,
                row.webhookSecret(),
                row.version() + 1);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
