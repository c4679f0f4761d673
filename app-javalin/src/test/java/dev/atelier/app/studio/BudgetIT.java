package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.atelier.core.account.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the studio may cost a browser: bytes and requests for the first sight of a page, and elements for a long gallery. */
class BudgetIT {
    private static final int SCRIPT_BYTES = 120 * 1024;
    private static final int FRAME_FILES = 20;
    /** The aim is 20, see docs/benchmarks.md; more than this is an accident. */
    private static final int PAGE_FILES = 40;

    private static final int PICTURES = 5_000;
    private static final int MOST_ELEMENTS = 2_500;

    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void theFirstPaintIsCheap() {
        Visitor visitor = studio.first();
        visitor.signIn(Role.CREATOR);
        visitor.watch().expect(404, "/no-such-page");
        // A page that is not there is the frame alone, which is what paints first.
        assertThat(files(visitor, "/no-such-page")).as("files of the frame").hasSizeLessThanOrEqualTo(FRAME_FILES);
    }

    @ParameterizedTest
    // Charts are fetched when their page stands.
    @ValueSource(strings = {"/", "/gallery", "/admin/providers", "/admin/diagnostics"})
    void aWholePageIsCheapToo(String path) {
        Visitor visitor = studio.first();
        visitor.signIn(Role.OWNER);
        List<Request> files = files(visitor, path);
        long bytes = files.stream()
                .filter(request -> request.resourceType().equals("script"))
                .mapToLong(request -> request.sizes().responseBodySize)
                .sum();
        assertThat(bytes).as("bytes of scripts").isPositive().isLessThanOrEqualTo(SCRIPT_BYTES);
        assertThat(files).as("files").hasSizeLessThanOrEqualTo(PAGE_FILES);
    }

    /** What the browser fetches to show the page, but for its data, its pictures and its icon. */
    private static List<Request> files(Visitor visitor, String path) {
        List<Request> requests = new ArrayList<>();
        visitor.page().onRequestFinished(requests::add);
        visitor.open(path);
        return requests.stream()
                .filter(request -> request.resourceType().matches("document|script|stylesheet"))
                .toList();
    }

    @Test
    void aLongGalleryHoldsFewElements() throws SQLException {
        seed(studio.server()
                .make("a chair to be copied five thousand times", 4)
                .path("id")
                .asText());
        Page page = studio.signIn(Role.CREATOR);
        page.setDefaultTimeout(60_000);
        studio.first().open("/gallery");
        int most = elements(page);
        String end = "() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2";
        String count = "() => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount'))";
        // -1 stands for a list that goes on.
        while ((int) page.evaluate(count) < 0) {
            int before = (int) page.evaluate("() => document.documentElement.scrollHeight");
            page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");
            page.waitForFunction(
                    "before => document.documentElement.scrollHeight > before"
                            + " || document.querySelector('[role=grid]').getAttribute('aria-rowcount') !== '-1'",
                    before);
            most = Math.max(most, elements(page));
        }
        page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");
        page.waitForFunction(end);
        studio.first().rest();
        most = Math.max(most, elements(page));

        assertThat(page.locator("main header p").first().textContent())
                .as("all were read")
                .contains("5\u202f004 pictures");
        assertThat(most).as("elements at any time").isLessThan(MOST_ELEMENTS);
        page.evaluate("() => scrollTo(0, 0)");
        studio.first().rest();
        assertThat(elements(page)).as("elements after the way back").isLessThan(MOST_ELEMENTS);
    }

    private static int elements(Page page) {
        return (int) page.evaluate("() => document.getElementsByTagName('*').length");
    }

    /** Copies the rows of a generation until there are so many pictures; they share their files. */
    private static void seed(String generation) throws SQLException {
        String copies = "CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT n, gen_random_uuid() AS id,"
                + " now() - n * interval '7 minutes' AS at FROM generate_series(1, " + PICTURES / 4 + ") n";
        String generations = "INSERT INTO generation SELECT (jsonb_populate_record(NULL::generation, to_jsonb(g) ||"
                + " jsonb_build_object('id', c.id, 'created_at', c.at, 'started_at', c.at, 'completed_at', c.at))).*"
                + " FROM generation g, copy c WHERE g.id = ?::uuid";
        String tasks = "INSERT INTO image_task SELECT (jsonb_populate_record(NULL::image_task, to_jsonb(t) ||"
                + " jsonb_build_object('id', gen_random_uuid(), 'generation_id', c.id, 'completed_at', c.at))).*"
                + " FROM image_task t, copy c WHERE t.generation_id = ?::uuid";
        try (Connection connection = studio.server().database().connect()) {
            connection.setAutoCommit(false);
            for (String sql : List.of(copies, generations, tasks)) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    if (sql.contains("?")) {
                        statement.setString(1, generation);
                    }
                    statement.executeUpdate();
                }
            }
            connection.commit();
        }
    }
}
