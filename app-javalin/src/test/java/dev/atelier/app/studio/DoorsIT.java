package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.atelier.app.e2e.ApiClient;
import dev.atelier.core.account.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The open doors as people see them: a token for a program, sessions, a webhook, and who changed what. */
class DoorsIT {
    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void aTokenIsMadeUsedAndRevoked() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/tokens");
        button(page, "New token").click();
        Locator dialog = page.locator("dialog");
        dialog.locator("[name=name]").fill("Nightly banners");
        dialog.locator("[name=spendLimitCredits]").fill("5");
        button(dialog, "Make the token").click();
        String token = dialog.locator(".secret code").textContent();
        assertThat(token).startsWith("atl_");
        assertThat(dialog.locator("pre")).containsText("/v1/images/generations");
        button(dialog, "Done").click();
        Locator row = page.locator("tbody tr");
        assertThat(row).containsText("of 5");
        assertThat(ask(token)).isEqualTo(200);

        button(row, "Revoke").click();
        button(page.locator("at-confirmation"), "Revoke it").click();
        assertThat(row.locator(".state")).hasText("revoked");
        assertThat(ask(token)).isEqualTo(401);
    }

    private static int ask(String token) {
        return new ApiClient(studio.server().url())
                .call("GET", "/api/v1/me", null, Map.of("Authorization", "Bearer " + token))
                .status();
    }

    @Test
    void anotherSessionIsEndedFromHere() {
        new ApiClient(studio.server().url())
                .signIn(studio.server().person(Role.VIEWER).email(), StudioServer.PASSWORD);
        Page page = studio.first().page();
        page.navigate(studio.server().url() + "/signin?next=/account");
        page.getByLabel("E-mail").fill(studio.server().person(Role.VIEWER).email());
        page.getByLabel("Password").fill(StudioServer.PASSWORD);
        button(page, "Sign in").click();
        Locator sessions = page.locator("at-sessions tbody tr");
        // He joined by an invite, a program signed in, and this is the third.
        assertThat(sessions).hasCount(3);
        assertThat(page.locator("at-sessions")).containsText("this one");
        button(page, "End all others").click();
        button(page.locator("at-confirmation"), "End them").click();
        assertThat(sessions).hasCount(1);
    }

    @Test
    void aWebhookIsMadeTestedAndFoundInTheAuditLog() {
        Page page = studio.signIn(Role.OWNER);
        studio.first().watch().expect(422, "/api/v1/webhook-endpoints");
        studio.first().open("/admin/webhooks");
        button(page, "New webhook").click();
        Locator dialog = page.locator("dialog");
        dialog.locator("[name=url]").fill("https://127.0.0.1/hook");
        button(dialog, "Make the webhook").click();
        assertThat(dialog.locator(".error, .notice-failed").first()).isVisible();
        dialog.locator("[name=url]").fill("https://hooks.atelier.invalid/hook");
        button(dialog, "Make the webhook").click();
        assertThat(dialog.locator(".secret code")).containsText("whsec_");
        button(dialog, "Done").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("https://hooks.atelier.invalid/hook"))
                .click();
        button(page, "Send a test").click();
        assertThat(page.locator("tbody tr")).containsText("webhook.test");
        studio.first().rest();
        page.reload();
        assertThat(page.locator("tbody tr")).containsText("webhook.test");

        studio.first().rest();
        studio.first().open("/admin/audit?action=webhook_endpoint");
        Locator first = page.locator("tbody tr").first();
        assertThat(first).containsText("webhook_endpoint.created");
        assertThat(first).containsText("Owner");
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
