package dev.atelier.app.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.atelier.core.account.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page where pictures are made, from the prompt to the finished tiles. */
class GenerateIT {
    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void slotsStandAtOnceAndFillWithPictures() {
        Page page = open("/");
        page.locator("#prompt").fill("A red square beside a blue circle !slow=2s");
        page.keyboard().press("Control+Enter");

        Locator run = page.locator("at-run").first();
        assertThat(run.locator(".slot-empty")).hasCount(4);
        assertThat(run).containsText("4 credits held");
        assertThat(run.locator(".slot img")).hasCount(4);
        assertThat(run).containsText("4 credits charged");
        assertThat(run.locator(".slot a").first()).hasAttribute("href", Pattern.compile("/p/[0-9a-f-]{36}"));
        assertThat(run.locator(".slot img").first())
                .hasAttribute("alt", Pattern.compile("A red square beside a blue circle.*"));
    }

    @Test
    void whatDidNotArriveSaysThatItWasNotCharged() {
        Page page = open("/");
        page.locator("#prompt").fill("Two lamps !half");
        page.getByRole(AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName("Pictures"))
                .fill("2");
        page.keyboard().press("Control+Enter");

        Locator run = page.locator("at-run").first();
        assertThat(run).containsText("1 charged, 1 returned");
        assertThat(run.locator(".slot-gone")).containsText("Not charged — 1 credit returned");
        assertThat(run.locator(".run-failure")).containsText("sandbox, 1 attempt");
        assertThat(button(run, "Retry failed (1)")).isVisible();
    }

    @Test
    void aFileThatIsNoPictureHoldsTheRunBack(@TempDir Path folder) throws IOException {
        Page page = open("/");
        studio.expect(422, "/complete");
        page.locator("#prompt").fill("Never sent");
        page.locator("[data-zone=reference] input")
                .setInputFiles(Files.writeString(folder.resolve("notes.png"), "no picture at all"));
        assertThat(page.locator(".inputs-failed")).containsText("not a PNG, JPEG or WebP picture");
        assertThat(page.locator(".make-foot .error")).containsText("One picture cannot be used");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("at-run:has-text('Never sent')")).hasCount(0);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove notes.png"))
                .click();
        assertThat(page.locator(".make-button")).hasAttribute("aria-disabled", "false");
    }

    @Test
    void theDraftSurvivesAReload() {
        Page page = open("/");
        page.locator("#prompt").fill("A draft that stays");
        page.locator("label:has(input[value='16:9'])").click();
        page.getByLabel("Seed").fill("42");
        page.getByLabel("Seed").blur();
        page.reload();

        assertThat(page.locator("#prompt")).hasValue("A draft that stays");
        assertThat(page.locator("input[value='16:9']")).isChecked();
        assertThat(page.getByLabel("Seed")).hasValue("42");
    }

    @Test
    void aFilmIsPlayedAVoiceHeardAndATextRead() {
        Page page = open("/?make=video");
        page.locator("#prompt").fill("A teapot turns slowly on a slate table");
        page.locator("text=Make 1 film").click();
        assertThat(page.locator(".slot-film img")).isVisible();

        page.locator("input[name=make][value=speech]").check();
        assertThat(page.locator("#prompt")).hasValue("A teapot turns slowly on a slate table");
        page.locator("text=Make the recording").click();
        assertThat(page.locator(".slot-voice audio")).isVisible();

        page.locator("input[name=make][value=text]").check();
        page.locator("text=Make the text").click();
        assertThat(page.locator(".slot-words")).containsText("teapot");
    }

    @Test
    void aDoubleClickIsOneJob() {
        Page page = open("/");
        page.locator("#prompt").fill("Only once, please");
        page.locator(".make-button").dblclick();

        Locator runs = page.locator("at-run:has-text('Only once, please')");
        assertThat(runs.locator("img")).hasCount(4);
        assertThat(runs).hasCount(1);
    }

    @Test
    void aRemixKeepsItsParentUntilItIsDropped() {
        JsonNode made = studio.server().make("the first of its line", 1);
        String parent = made.path("tasks").path(0).path("id").asText();
        Page page = open("/?remix=" + parent);
        Locator named = page.locator(".make-parent");
        assertThat(named.locator("a")).hasAttribute("href", "/p/" + parent);
        assertThat(page.locator("#prompt")).hasValue(Pattern.compile("the first of its line.*"));
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("at-run").first()).containsText("1 credit charged");
        String newest = (String) page.evaluate("() => fetch('/api/v1/images?limit=1').then(answer => answer.json())"
                + ".then(images => images.data[0].parentImageId)");
        Assertions.assertThat(newest).isEqualTo(parent);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make it no remix"))
                .click();
        assertThat(named).hasCount(0);
    }

    @Test
    void aViewerLooksAndIsToldWhomToAsk() {
        studio.server().make("something to look at", 1);
        Page page = studio.signIn(Role.VIEWER);
        studio.expect(403, "/api/v1/credits");
        studio.first().open("/");

        assertThat(page.locator(".make-column")).containsText("Your role, viewer");
        assertThat(page.locator("#prompt")).hasCount(0);
        assertThat(page.locator("at-run").first()).isVisible();
        assertThat(button(page.locator("at-run").first(), "Run again")).hasCount(0);
    }

    private static Page open(String path) {
        studio.signIn(Role.CREATOR);
        return studio.first().open(path);
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }
}
