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

/** Two browsers see the same job move: one person's two, and those of two people. */
class TwoBrowsersIT {
    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void aPersonSeesTheJobInBothBrowsers() {
        Page desk = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        Visitor other = studio.another();
        Page phone = other.signIn(Role.CREATOR);
        phone.setViewportSize(360, 740);
        other.open("/");

        make(desk, "seen from a desk and a phone !slow=3s");
        Locator there = phone.locator("at-run", new Page.LocatorOptions().setHasText("a desk and a phone"));
        assertThat(there.locator(".run-facts .state")).containsText("running");
        assertThat(there.locator("img.here")).hasCount(4);
        assertThat(there.locator(".run-facts .state")).containsText("done");
    }

    @Test
    void aColleaguesNewPicturesAreAnnouncedAndDoNotPushTheOldOnes() {
        studio.server().make("an old lamp", 2);
        Visitor colleague = studio.another();
        Page gallery = colleague.signIn(Role.OWNER);
        colleague.open("/gallery");
        String first = "() => document.querySelector('[role=gridcell]').dataset.id";
        Object before = gallery.evaluate(first);

        studio.server().make("a new lamp", 2);
        Locator news = gallery.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("2 new — show"));
        assertThat(news).isVisible();
        assertThat(gallery.evaluate(first)).isEqualTo(before);
        news.click();
        assertThat(gallery.locator("[role=gridcell]").first())
                .hasAttribute("aria-label", Pattern.compile("a new lamp.*"));
    }

    @Test
    void whatOneTabStopsTheOtherShowsAsStopped() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        Page tab = page.context().newPage();
        tab.navigate("/");
        tab.locator("at-make-form").waitFor();

        make(page, "stopped in another tab !slow=60s");
        Locator there = tab.locator("at-run", new Page.LocatorOptions().setHasText("in another tab"));
        there.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();
        Locator here = page.locator("at-run", new Page.LocatorOptions().setHasText("in another tab"));
        assertThat(here.getByText("Stopping.").or(here.getByText("cancelled")).first())
                .isVisible();
    }

    private static void make(Page page, String prompt) {
        page.getByLabel("Prompt").fill(prompt);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make 4 pictures"))
                .click();
    }
}
