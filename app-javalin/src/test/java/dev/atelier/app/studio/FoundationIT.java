package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.atelier.core.account.Role;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of this package stand on: that they see what goes wrong behind a page, and that everybody can be signed in. */
class FoundationIT {
    @RegisterExtension
    static final Studio studio = new Studio();

    @Test
    void theApiReferenceOpensWithoutAWordOnTheConsole() {
        Page page = studio.page();
        page.navigate("/docs");
        page.locator(".swagger-ui .info").waitFor();
    }

    @Test
    void whatGoesWrongBehindAPageIsSeen() {
        Page page = studio.page();
        page.navigate("/docs");
        page.locator(".swagger-ui .info").waitFor();
        page.context().route("**/lost", route -> route.abort("connectionreset"));
        page.evaluate("() => { const s = document.createElement('script'); s.textContent = '1';"
                + " document.head.append(s); }");
        page.evaluate("() => fetch('/api/v1/credits').then(() => fetch('/lost')).catch(() => 0)");
        page.evaluate("() => { setTimeout(() => { throw new Error('nobody catches me'); }); }");
        PageWatch watch = studio.first().watch();
        page.waitForCondition(() -> watch.problems().stream().anyMatch(text -> text.contains("nobody catches me")));

        assertThat(watch.take())
                .anySatisfy(text -> assertThat(text).startsWith("console: policy violation: script-src-elem inline"))
                .anySatisfy(text ->
                        assertThat(text).startsWith("answered with 401: GET").endsWith("/api/v1/credits"))
                .anySatisfy(
                        text -> assertThat(text).startsWith("failed: GET").endsWith("/lost net::ERR_CONNECTION_RESET"))
                .anySatisfy(text -> assertThat(text).startsWith("uncaught on"));
    }

    @Test
    void whatWasExpectedIsNoProblem() {
        Page page = studio.page();
        studio.expect(401, "/api/v1/credits");
        page.navigate("/docs");
        page.locator(".swagger-ui .info").waitFor();
        page.evaluate("() => fetch('/api/v1/credits')");

        assertThat(studio.first().watch().problems()).isEmpty();
    }

    @Test
    void axeFindsAPictureWithoutWords() {
        Page page = studio.page();
        page.navigate("/docs");
        page.evaluate("() => { document.body.innerHTML = '<main><h1>A</h1><img src=\"/docs/assets/favicon-32x32.png\">"
                + "</main>'; }");

        assertThat(Axe.findings(page)).singleElement().asString().startsWith("critical image-alt");
    }

    @ParameterizedTest
    @EnumSource
    void everyRoleCanBeSignedIn(Role role) {
        Page page = studio.signIn(role);
        page.navigate("/docs");

        assertThat(page.evaluate("() => fetch('/api/v1/me').then(answer => answer.json()).then(me => me.role)"))
                .isEqualTo(role.name().toLowerCase(Locale.ROOT));
    }
}
