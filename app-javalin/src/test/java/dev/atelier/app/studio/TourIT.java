package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page in both themes, on a desk and on a phone: nothing goes wrong behind it, nothing sticks out, nobody is shut out. Colours
 * and widths have little to do with each other, so by default two looks stand for the four; with {@code -Dstudio.pictures=<folder>} each
 * is looked at, and leaves a picture.
 */
class TourIT {
    /** What sticks out to the right, outermost first; without it a page that scrolls sideways is a riddle. */
    private static final String STICKS_OUT = "() => document.documentElement.scrollWidth <= innerWidth ? [] :"
            + " [`page ${document.documentElement.scrollWidth} > ${innerWidth}`,"
            + " ...[...document.querySelectorAll('body *')]"
            + " .filter(one => one.getBoundingClientRect().right > innerWidth + 0.5)"
            + " .slice(0, 5).map(one => one.outerHTML.slice(0, 120))]";

    private static final String PICTURES = System.getProperty("studio.pictures", "");

    @RegisterExtension
    static final Studio studio = new Studio();

    private static List<String> pictures;

    private record Size(String name, int width, int height) {
        static final Size DESK = new Size("desk", 1280, 800);
        static final Size PHONE = new Size("phone", 360, 740);
    }

    private record Look(Size size, Theme theme) {}

    @BeforeAll
    static void somethingToSee() {
        StudioServer server = studio.server();
        JsonNode good = server.make("three red circles and a blue bar on linen", 4);
        server.make("a yellow square, twice !half", 2);
        server.make("a triangle that never comes !fail", 1);
        server.make("an evening sea with a low golden sun, seen from a balcony with two chairs and a table", 1);
        pictures = StreamSupport.stream(good.path("tasks").spliterator(), false)
                .map(task -> task.path("id").asText())
                .toList();
    }

    static Stream<TourStop> stops() {
        return TourStop.all();
    }

    @ParameterizedTest
    @MethodSource("stops")
    void everyPageIsSound(TourStop stop) {
        Visitor visitor = studio.first();
        if (stop.role() != null) {
            visitor.signIn(stop.role());
        }
        visitor.watch().expect(404, "/no-such-page");
        String path = stop.path().replace("{picture}", pictures.get(0)).replace("{other}", pictures.get(1));
        Page page = visitor.open(path);
        assertThat(URI.create(page.url()).getPath()).as("where %s is", stop).isEqualTo(path.replaceAll("\\?.*", ""));
        SoftAssertions softly = new SoftAssertions();
        for (Look look : looks()) {
            page.setViewportSize(look.size().width(), look.size().height());
            look.theme().show(page);
            page.reload();
            visitor.rest();
            String where = stop + " " + look.theme().word() + " " + look.size().name();
            shoot(page, stop + "-" + look.size().name() + "-" + look.theme().word());
            softly.assertThat((List<?>) page.evaluate(STICKS_OUT))
                    .as(where + " sticks out")
                    .isEmpty();
            softly.assertThat(Axe.findings(page)).as(where + " by axe").isEmpty();
        }
        softly.assertAll();
        assertThat(page.title()).as("title of " + stop).isNotBlank();
    }

    private static List<Look> looks() {
        if (PICTURES.isEmpty()) {
            return List.of(new Look(Size.DESK, Theme.LIGHT), new Look(Size.PHONE, Theme.DARK));
        }
        return Stream.of(Size.DESK, Size.PHONE)
                .flatMap(size -> Stream.of(Theme.values()).map(theme -> new Look(size, theme)))
                .toList();
    }

    private static void shoot(Page page, String name) {
        if (!PICTURES.isEmpty()) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(PICTURES, name + ".png")));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(PICTURES, "whole", name + ".png"))
                    .setFullPage(true));
        }
    }
}
