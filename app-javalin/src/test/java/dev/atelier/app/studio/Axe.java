package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;

/** Asks axe what of a page is closed to people who see, hear or move otherwise. */
final class Axe {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private Axe() {}

    /** Fails if the page as it stands has a serious or critical finding. */
    static void check(Page page) {
        assertThat(findings(page)).as("axe on " + page.url()).isEmpty();
    }

    /** The same in both looks; leaves the page in the light one. */
    static void checkBothThemes(Page page) {
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            theme.show(page);
            assertThat(findings(page))
                    .as("axe on %s, %s", page.url(), theme.word())
                    .isEmpty();
        }
    }

    /** The serious and critical findings, one line for each element. */
    static List<String> findings(Page page) {
        // The mode that needs no second page to put its results together; we have no frames.
        return new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(String.valueOf(rule.getImpact())))
                        .flatMap(rule -> rule.getNodes().stream().map(node -> line(rule, node)))
                        .toList();
    }

    private static String line(Rule rule, CheckedNode node) {
        return rule.getImpact() + " " + rule.getId() + ": " + rule.getHelp() + "\n    at " + node.getTarget() + "\n    "
                + node.getHtml() + "\n    "
                + String.valueOf(node.getFailureSummary()).replace("\n", "\n    ");
    }
}
