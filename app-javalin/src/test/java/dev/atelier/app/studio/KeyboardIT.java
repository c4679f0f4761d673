package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.atelier.core.account.Role;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the sign-in to a picture in full size and back, without a mouse. */
class KeyboardIT {
    private static final int MOST_STEPS = 60;

    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void fromTheSignInToThePictureAndBack() {
        Page page = studio.page();
        page.navigate("/signin");
        assertThat(page.locator("#email")).isFocused();
        page.keyboard().type(studio.server().person(Role.CREATOR).email());
        tabTo(page, "#password");
        page.keyboard().type(StudioServer.PASSWORD);
        page.keyboard().press("Enter");

        assertThat(page.locator("at-make-form")).isVisible();
        studio.first().rest();
        tabTo(page, "#prompt");
        page.keyboard().type("two blue squares by keyboard alone");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("at-run img.here")).hasCount(4);

        // Out of the field first: in it, letters are letters.
        page.keyboard().press("Tab");
        page.keyboard().press("g");
        page.keyboard().press("l");
        assertThat(page).hasURL(Pattern.compile(".*/gallery$"));
        studio.first().rest();
        tabTo(page, "[role=gridcell]");
        page.keyboard().press("ArrowRight");
        String id = (String) page.evaluate("() => document.activeElement.dataset.id");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/p/" + id + "$"));
        assertThat(page.locator("at-viewer img")).isVisible();
        page.keyboard().press("+");
        assertThat(page.locator(".pic-percent")).hasText("1.5 ×");
        page.keyboard().press("0");
        assertThat(page.locator(".pic-percent")).hasText("Fit");
        page.keyboard().press("Escape");

        assertThat(page).hasURL(Pattern.compile(".*/gallery$"));
        assertThat(page.locator("[data-id='" + id + "']")).isFocused();
    }

    @Test
    void theMenuCanBeSkipped() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/gallery");
        page.evaluate("() => document.activeElement?.blur()");
        page.keyboard().press("Tab");
        assertThat(page.locator("a.skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#page")).isFocused();
    }

    @Test
    void theKeysAreListedAndTheListClosesByKeyboard() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/gallery");
        page.keyboard().press("?");
        assertThat(page.locator("dialog[open]")).isVisible();
        Axe.checkBothThemes(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);
    }

    /** Goes on by Tab until an element has the focus, and sees on the way that the focus is never out of sight. */
    private static void tabTo(Page page, String selector) {
        for (int step = 0; step < MOST_STEPS; step++) {
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
            page.keyboard().press("Tab");
            assertThat((boolean) page.evaluate(
                            "() => { const one = document.activeElement; if (one === document.body) return true;"
                                    + " const box = one.getBoundingClientRect();"
                                    + " return box.width > 0 && box.bottom > 0 && box.top < innerHeight; }"))
                    .as("the focus can be seen at "
                            + page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)"))
                    .isTrue();
        }
        throw new AssertionError("no way by Tab to " + selector + " on " + page.url());
    }
}
