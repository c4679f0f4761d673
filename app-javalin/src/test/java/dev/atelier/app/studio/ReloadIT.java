package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.atelier.core.account.Role;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A window that is loaded anew while pictures are made loses nothing and repeats nothing. */
class ReloadIT {
    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void whatIsBeingMadeIsStillThereAfterAReload() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        page.getByLabel("Prompt").fill("a ring before the reload !slow=6s");
        run(page).click();
        Locator run = page.locator("at-run", new Page.LocatorOptions().setHasText("before the reload"));
        assertThat(run.locator(".run-facts .state")).containsText("running");

        page.reload();
        assertThat(run).hasCount(1);
        assertThat(run.locator(".run-facts .state")).containsText("running");
        assertThat(page).hasTitle(Pattern.compile("\\(1\\).*"));
        assertThat(run.locator("img.here")).hasCount(4);
        assertThat(run.locator(".run-facts .state")).containsText("done");
        assertThat(generations("before the reload")).isEqualTo(1);
    }

    @Test
    void aReloadBeforeTheAnswerSendsTheSameJobAgain() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        page.getByLabel("Prompt").fill("a star whose receipt was lost");
        // The server takes it on, and the window goes before it hears so.
        page.route("**/api/v1/generations", route -> {
            if (route.request().method().equals("POST")) {
                route.fetch();
                route.abort("connectionreset");
            } else {
                route.resume();
            }
        });
        studio.first().watch().outageBegins();
        run(page).click();
        assertThat(page.getByText("waiting for the connection").first()).isVisible();
        page.unroute("**/api/v1/generations");
        studio.first().watch().outageEnds();
        page.reload();

        Locator run = page.locator("at-run", new Page.LocatorOptions().setHasText("receipt was lost"));
        assertThat(run.locator("img.here")).hasCount(4);
        assertThat(run).hasCount(1);
        assertThat(generations("receipt was lost")).isEqualTo(1);
    }

    private static Locator run(Page page) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make 4 pictures"));
    }

    private static long generations(String words) {
        return studio
                .server()
                .as(Role.CREATOR)
                .get("/api/v1/generations?limit=100")
                .json()
                .path("data")
                .findValuesAsText("prompt")
                .stream()
                .filter(prompt -> prompt.contains(words))
                .count();
    }
}
