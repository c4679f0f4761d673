package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.atelier.core.account.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server dies while pictures are made and somebody looks on; it comes back, and nothing has to be loaded anew. */
class KilledServerIT {
    private static final double MINUTE = 60_000;

    @RegisterExtension
    static final Studio studio = new Studio();

    // A vendor does not die with our server; the sandbox, which lives in it, needs a folder to remember.
    @BeforeAll
    static void letTheVendorRemember() {
        String folder = studio.folder().resolve("sandbox").toString();
        studio.server()
                .as(Role.OWNER)
                .changeProvider("sandbox", row -> row.withObject("/options").put("folder", folder));
    }

    @Test
    void whatWasBeingMadeArrivesInTheOpenPage() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        page.getByLabel("Prompt").fill("a bridge that holds !slow=6s");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make 4 pictures"))
                .click();
        Locator run = page.locator("at-run", new Page.LocatorOptions().setHasText("a bridge that holds"));
        assertThat(run.getByText("sent to sandbox").first()).isVisible();

        PageWatch watch = studio.first().watch();
        watch.outageBegins();
        studio.server().process().kill();
        Locator banner = page.getByText("Reconnecting … your jobs keep running.");
        assertThat(banner).isVisible();
        studio.server().process().start();

        assertThat(banner).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(MINUTE));
        watch.outageEnds();
        assertThat(run.locator("img.here")).hasCount(4, new LocatorAssertions.HasCountOptions().setTimeout(MINUTE));
        assertThat(run.locator(".run-facts .state")).containsText("done");
        assertThat(studio.server()
                        .as(Role.CREATOR)
                        .get("/api/v1/credits")
                        .json()
                        .path("held")
                        .asInt())
                .isZero();
    }
}
