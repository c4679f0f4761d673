package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.atelier.core.account.Role;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin does by hand: vendors in their order, a price, people, credits. */
class AdminIT {
    private static final String PICTURES = "section.chain:first-of-type h3";

    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void aProviderIsTestedAddedMovedSwitchedOffAndDeleted() {
        Page page = studio.signIn(Role.OWNER);
        studio.first().open("/admin/providers");
        button(page, "Add a provider").click();
        Locator dialog = page.locator("dialog");
        dialog.locator("[name=adapter]").selectOption("sandbox");
        dialog.locator("[name=id]").fill("second");
        dialog.locator("[name=displayName]").fill("Second sandbox");
        dialog.locator("[name=model]").fill("sandbox/painter");
        button(dialog, "Test").click();
        assertThat(dialog.getByRole(AriaRole.STATUS)).containsText("works on this computer");
        button(dialog, "Add it").click();
        assertThat(page.locator(PICTURES).last()).hasText("Second sandbox");

        Locator card = page.locator("[data-provider=second]");
        card.locator(".handle").press("Alt+ArrowUp");
        assertThat(page.locator(PICTURES).last()).not().hasText("Second sandbox");
        assertThat(card.locator(".handle")).isFocused();
        button(card, "Ask Second sandbox later").click();
        assertThat(page.locator(PICTURES).last()).hasText("Second sandbox");
        // Onto its neighbour: a page that scrolls meanwhile would have another card under the mouse.
        card.dragTo(page.locator("[data-provider=sandbox]"));
        assertThat(page.locator(PICTURES).last()).not().hasText("Second sandbox");

        button(card, "Switch off").click();
        button(page.locator("at-confirmation"), "Switch off").click();
        assertThat(card.locator(".state")).hasText("switched off");
        button(card, "Edit").click();
        button(dialog, "Delete").click();
        button(page.locator("at-confirmation"), "Delete").click();
        assertThat(card).hasCount(0);
    }

    @Test
    void anInvitedPersonJoinsAndGetsAnotherRole() {
        Page page = studio.signIn(Role.OWNER);
        studio.first().open("/admin/members");
        button(page, "Invite somebody").click();
        page.locator("dialog [name=email]").fill("ana@example.com");
        button(page, "Make a link").click();
        String link = page.locator(".secret code").textContent();
        button(page, "Done").click();

        Page ana = studio.another().page();
        ana.navigate(link);
        ana.getByLabel("Your name").fill("Ana");
        ana.getByLabel("Password").fill("a long sentence to sign in");
        button(ana.locator("form"), "Join").click();
        assertThat(ana.locator(".person")).containsText("creator");

        studio.first().open("/admin/members");
        page.getByLabel("Role of Ana").selectOption("viewer");
        button(page.locator("at-confirmation"), "Make viewer").click();
        assertThat(page.getByText("Ana is viewer now.")).isVisible();
        ana.reload();
        assertThat(ana.locator(".person")).containsText("viewer");
    }

    @Test
    void aPriceAndAGrantHoldAtOnce() {
        Page page = studio.signIn(Role.OWNER);
        studio.first().open("/admin/models");
        Locator row =
                page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("Sandbox painter")));
        button(row, "Set a price").click();
        page.locator("dialog [name=credits]").fill("3");
        page.locator("dialog [name=dollars]").fill("0.02");
        button(page.locator("dialog"), "Set the price").click();
        assertThat(row).containsText("costs $0.020");
        studio.first().rest();

        studio.first().open("/credits");
        button(page, "Give or correct credits").click();
        page.locator("dialog [name=amount]").fill("50");
        page.locator("dialog [name=reason]").fill("for the spring series");
        button(page.locator("dialog"), "Book it").click();
        assertThat(page.locator("table").last()).containsText("for the spring series");
        studio.first().rest();

        studio.first().open("/");
        assertThat(page.locator("main")).containsText(Pattern.compile("4 × 3 = 12 credits"));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
