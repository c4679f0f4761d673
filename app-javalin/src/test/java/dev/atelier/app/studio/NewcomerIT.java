package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first five minutes: the jar is started as the README says, in an empty folder, and all else happens in the browser. */
class NewcomerIT {
    private static final Pattern OPEN = Pattern.compile("(?m)^  Open +(http://[^/\\s]+)(/welcome#k=\\S+)");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    @RegisterExtension
    static final Studio studio = Studio.withoutServer();

    private Process process;
    private Path output;

    @BeforeEach
    void startAsTheReadmeSays() throws IOException {
        Path folder = Files.createTempDirectory(studio.folder(), "newcomer");
        output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Studio.buildFolder().resolve("atelier.jar").toString());
        Map<String, String> environment = builder.environment();
        List.of(
                        "KIE_AI_API_KEY",
                        "ANTHROPIC_API_KEY",
                        "OPENAI_API_KEY",
                        "OPENROUTER_API_KEY",
                        "GEMINI_API_KEY",
                        "NANO_BANANA_API_KEY",
                        "VEO3_API_KEY",
                        "DATABASE_URL",
                        "ATELIER_DATA")
                .forEach(setting -> environment.put(setting, ""));
        environment.put("PORT", "0");
        process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !process.isAlive() || Files.readString(output).contains("  Stop "));
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void fromTheBannerToAPictureOnDisk() throws Exception {
        Matcher open = OPEN.matcher(Files.readString(output));
        assertThat(open.find()).as(Files.readString(output)).isTrue();
        Visitor newcomer = studio.visitorOf(URI.create(open.group(1)));
        Page page = newcomer.page();

        page.navigate(open.group(2));
        page.getByLabel("Your team").fill("The Bauhaus");
        page.getByLabel("Your name").fill("Anni");
        page.getByLabel("E-mail").fill("anni@bauhaus.example");
        page.getByLabel("Password").fill("a loom and a long afternoon");
        button(page, "Begin").click();

        Locator prompt = page.getByLabel("Prompt");
        assertThat(prompt).not().hasValue("");
        button(page, "Make 4 pictures").click();
        Locator pictures = page.locator("at-run img.here");
        assertThat(pictures).hasCount(4);
        assertThat(page.locator("at-run .state").first()).containsText("done");

        page.locator("at-run a.slot-picture").first().click();
        assertThat(page.locator("at-viewer img")).isVisible();
        newcomer.rest();
        Download download = page.waitForDownload(
                () -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download"))
                        .click());
        assertThat(Files.readAllBytes(download.path())).startsWith(PNG);
        assertThat(download.suggestedFilename()).endsWith(".png");

        theLinkWasGoodOnce(open);
        theEmptyFolderHoldsNoPasswordAnyMore();
    }

    private void theLinkWasGoodOnce(Matcher open) {
        Visitor stranger = studio.visitorOf(URI.create(open.group(1)));
        stranger.watch().expect(401, "/api/v1/auth/link");
        stranger.page().navigate(open.group(2));
        assertThat(stranger.page().getByText("This link does not work any more"))
                .isVisible();
    }

    private void theEmptyFolderHoldsNoPasswordAnyMore() {
        assertThat(output.resolveSibling("atelier-data")).isDirectory();
        assertThat(output.resolveSibling("atelier-data").resolve("owner-password"))
                .doesNotExist();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
