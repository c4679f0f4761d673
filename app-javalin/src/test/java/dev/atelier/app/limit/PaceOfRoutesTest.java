package dev.atelier.app.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.Access.Route;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every route has to draw on, whoever adds it. */
class PaceOfRoutesTest {
    // They show a cookie that cannot be guessed.
    private static final Set<String> OF_A_SESSION =
            Set.of("/api/v1/auth/refresh", "/api/v1/auth/logout", "/api/v1/auth/signout", "/auth/signout");

    private static final List<Route> ROUTES = routes();

    private static List<Route> routes() {
        try (TestApi api = new TestApi()) {
            return api.server.server().access().routes();
        }
    }

    @Test
    void whatCanBeGuessedAtIsCountedAsTries() {
        assertThat(paces(route -> route.gate() == Gate.PUBLIC
                        && !route.method().equals(HandlerType.GET)
                        && !OF_A_SESSION.contains(route.path())))
                .containsOnly(Pace.SIGN_IN);
    }

    @Test
    void nobodySendsForFree() {
        assertThat(paces(route -> !route.method().equals(HandlerType.GET)))
                .contains(Pace.WRITES, Pace.GENERATIONS, Pace.UPLOADS, Pace.CALLBACKS)
                .doesNotContain(Pace.FREE);
    }

    @Test
    void whatAsksTheDatabaseForAPersonIsCounted() {
        assertThat(paces(route -> route.gate().lowest().isPresent())).doesNotContain(Pace.FREE, Pace.CALLBACKS);
    }

    @Test
    void whatStartsPaidWorkIsCountedAsGenerations() {
        assertThat(paces(route -> route.method().equals(HandlerType.POST)
                        && route.path().matches("/api/v1/generations(/\\{id}/retry)?|/v1/images/.*|/v1/chat/.*")))
                .hasSizeGreaterThan(1)
                .containsOnly(Pace.GENERATIONS);
    }

    private static List<Pace> paces(Predicate<Route> which) {
        return ROUTES.stream().filter(which).map(Route::pace).toList();
    }
}
