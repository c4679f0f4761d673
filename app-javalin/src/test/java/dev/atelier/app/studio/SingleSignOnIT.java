package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.atelier.app.e2e.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** People sign in at a real OpenID provider through a real browser; a flow begins on one server and ends on the other. */
class SingleSignOnIT {
    private static final String SECRET_OF_BOTH = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeef0d";

    /** Of the provider's page for that question, and no earlier one. */
    private static final String BUTTON_OF = "form:has(input[name=prompt][value=%s]) button[type=submit]";

    @TempDir
    static Path folder;

    private static ExtensionContext run;

    @RegisterExtension
    static final BeforeAllCallback context = started -> run = started;

    private static OidcProvider provider;
    private static StudioServer first;
    private static StudioServer second;

    @BeforeAll
    static void start() throws IOException {
        int port = ServerProcess.freePort();
        provider = new OidcProvider("http://localhost:" + port + "/api/v1/auth/callback", folder.resolve("oidc.log"));
        StudioDatabases.Database database = StudioDatabases.of(run).fresh();
        Map<String, String> settings = new HashMap<>(provider.settings());
        settings.put("PROVIDER_KEY_ENCRYPTION_SECRET", SECRET_OF_BOTH);
        settings.put("ATELIER_PUBLIC_URL", "http://localhost:" + port);
        first = new StudioServer(database, Files.createDirectory(folder.resolve("a")), settings);
        settings.put("PORT", Integer.toString(port));
        second = new StudioServer(database, Files.createDirectory(folder.resolve("b")), settings);
        provider.awaitStart();
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {first, second, provider}) {
            if (each != null) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Begins by the button on the first server, types the name at the provider, and is back when the address is one of ours. */
    private static void signIn(Page page, String name) {
        page.navigate(first.url() + "/signin?next=/gallery");
        page.locator("a[href*='/oidc/corp/start']").click();
        page.locator("input[name=login]").fill(name);
        page.locator("input[name=password]").fill("whatever");
        page.locator(BUTTON_OF.formatted("login")).click();
        // Who comes for the first time is asked whether we may know him.
        page.locator(BUTTON_OF.formatted("consent")).click();
        page.waitForURL(Pattern.compile(Pattern.quote(second.url().toString()) + ".*"));
    }

    private static Object ask(Page page, String path) {
        return page.evaluate("path => fetch(path).then(answer => answer.text())", path);
    }

    @Test
    void aPersonSignsInWithTheFlowOnTwoServersAndAfterTheKeysWereRotated() {
        signsIn("ada");

        provider.rotateKeys();

        signsIn("bob");
    }

    private static void signsIn(String name) {
        try (BrowserContext visitor = Browsers.of(run).newContext()) {
            Page page = visitor.newPage();
            signIn(page, name);

            assertThat(URI.create(page.url()).getPath()).isEqualTo("/gallery");
            assertThat(ask(page, "/api/v1/me").toString())
                    .contains(name + "@corp.example", name + " of Corp", "creator");
            assertThat(ask(page, "/api/v1/sessions").toString()).contains("\"method\":\"sso\"", "\"issuer\":\"corp\"");
        }
    }

    @Test
    void whoseAddressIsNotVerifiedIsBackOnTheSignInPage() {
        try (BrowserContext visitor = Browsers.of(run).newContext()) {
            Page page = visitor.newPage();
            signIn(page, "unverified-eve");

            assertThat(page.url()).endsWith("/signin?trouble=email_not_verified");
        }
    }

    @Test
    void aProgramWithATokenOfTheProviderIsKnownOnBothServers() throws Exception {
        String token = provider.accessToken();

        HttpResponse<String> one = me(first, token);
        HttpResponse<String> two = me(second, token);

        assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
        assertThat(two.body()).isEqualTo(one.body());
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
        assertThat(me(second, forged).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> me(StudioServer server, String token) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/me"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
