package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.atelier.core.account.Role;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may not, is told so and never sees a button that would be refused. */
class RolesIT {
    private static final List<String> ADMIN = List.of(
            "/admin/providers",
            "/admin/models",
            "/admin/members",
            "/admin/jobs",
            "/admin/callbacks",
            "/admin/diagnostics");

    @RegisterExtension
    static final Studio studio = new Studio();

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OWNER", "ADMIN"})
    void theAdminPagesAreShutToEverybodyElse(Role role) {
        Page page = studio.signIn(role);
        for (String path : ADMIN) {
            studio.first().open(path);
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Not for your role")))
                    .isVisible();
            assertThat(page.locator("a[href='" + path + "']")).hasCount(0);
        }
    }

    @Test
    void aViewerLooksAndHasNothingToPress() {
        String picture = studio.server()
                .make("a quiet chair", 1)
                .path("tasks")
                .path(0)
                .path("id")
                .asText();
        Page page = studio.signIn(Role.VIEWER);
        studio.first().open("/");
        assertThat(page.locator("at-make-form")).hasCount(0);
        assertThat(page.getByText("looks and judges")).isVisible();
        assertThat(page.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Make|Run again|Cancel"))))
                .hasCount(0);

        studio.first().open("/p/" + picture);
        assertThat(page.locator("at-viewer img")).isVisible();
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("Star|Add a tag|Move to trash"))))
                .hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Remix|Reuse"))))
                .hasCount(0);
        page.keyboard().press("Delete");
        page.keyboard().press("s");
        studio.first().rest();
        assertThat(page).hasURL(Pattern.compile(".*/p/" + picture + "$"));
    }

    @Test
    void whoIsNotSignedInComesBackToWhereHeWantedToGo() {
        Page page = studio.page();
        page.navigate("/gallery?starred=true");
        assertThat(page).hasURL(Pattern.compile(".*/signin\\?next=.*"));
        page.getByLabel("E-mail").fill(studio.server().person(Role.VIEWER).email());
        page.getByLabel("Password").fill(StudioServer.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page).hasURL(Pattern.compile(".*/gallery\\?starred=true$"));
    }

    @Test
    void aWrongPasswordIsSaidAndTheFormStays() {
        Page page = studio.page();
        studio.expect(401, "/api/v1/auth/login");
        page.navigate("/signin");
        page.getByLabel("E-mail").fill(studio.server().person(Role.VIEWER).email());
        page.getByLabel("Password").fill("not the password at all");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("wrong");
        assertThat(page.getByLabel("Password")).isFocused();
        Axe.checkBothThemes(page);
    }

    @Test
    void nobodyIsSentToAnotherSiteByALink() {
        Page page = studio.page();
        page.navigate("/signin?next=//evil.example/");
        page.getByLabel("E-mail").fill(studio.server().person(Role.VIEWER).email());
        page.getByLabel("Password").fill(StudioServer.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page).hasURL(studio.server().url() + "/");
    }
}
