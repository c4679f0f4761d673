package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.atelier.core.account.Role;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file that is no picture is named, and keeps nothing else from going on. */
class WrongFileIT {
    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void textNamedAsAPictureIsRefusedByTheServerAndCanBeRemoved() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        studio.expect(415, "/complete");
        studio.expect(422, "/complete");
        page.getByLabel("Prompt").fill("a still life with a letter");
        page.getByLabel("Choose files for references")
                .setInputFiles(new FilePayload(
                        "letter.png",
                        "image/png",
                        "Dear Sir or Madam, this is a letter.".getBytes(StandardCharsets.UTF_8)));

        Locator item = page.locator(".inputs-item", new Page.LocatorOptions().setHasText("letter.png"));
        assertThat(item.getByRole(AriaRole.ALERT)).not().isEmpty();
        Locator run = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make 4 pictures"));
        assertThat(run).hasAttribute("aria-disabled", "true");
        Axe.checkBothThemes(page);

        page.getByLabel("Remove letter.png").click();
        assertThat(item).hasCount(0);
        assertThat(run).hasAttribute("aria-disabled", "false");
        run.click();
        assertThat(page.locator("at-run img.here")).hasCount(4);
    }

    @Test
    void aFileThatSaysItIsNoPictureIsNotEvenSent() {
        Page page = studio.signIn(Role.CREATOR);
        studio.first().open("/");
        page.onRequest(request -> {
            if (request.url().contains("/api/v1/uploads/presign")) {
                throw new AssertionError("a text file was announced");
            }
        });
        page.getByLabel("Choose files for references")
                .setInputFiles(
                        new FilePayload("notes.txt", "text/plain", "no picture".getBytes(StandardCharsets.UTF_8)));
        assertThat(page.locator(".inputs-item").getByRole(AriaRole.ALERT)).containsText("PNG, JPEG and WebP");
    }
}
