package dev.atelier.app.diagnosis;

import dev.atelier.app.BlackedOut;
import dev.atelier.app.EffectiveSetting;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an admin is told of the installation. Whoever runs it sees everything; admins of other orgs see what concerns their own org.
 * {@link #close()} frees the threads.
 */
public final class DiagnosticRoutes implements Routes, AutoCloseable {
    private final Store store;
    private final Operators operators;
    private final Round round;
    private final List<EffectiveSetting> settings;
    private final Clock clock;
    private final String version;
    private final Instant startedAt;

    /** @param examinations of the installation as it is then */
    public DiagnosticRoutes(
            Store store,
            Operators operators,
            Supplier<List<Examination>> examinations,
            List<EffectiveSetting> settings,
            Clock clock,
            String version) {
        this.store = store;
        this.operators = operators;
        this.round = new Round(examinations);
        this.settings = List.copyOf(settings);
        this.clock = clock;
        this.version = version;
        this.startedAt = clock.instant();
    }

    record CheckView(
            String id,
            String title,
            String state,
            String detail,
            @Nullable String hint) {
        static CheckView of(Examination examination, Finding finding) {
            return new CheckView(
                    examination.id(),
                    examination.title(),
                    word(finding.state()),
                    BlackedOut.in(finding.detail()),
                    finding.hint());
        }
    }

    record SettingView(String name, @Nullable String value, String source, boolean secret) {
        static SettingView of(EffectiveSetting setting) {
            String value = setting.value();
            return new SettingView(
                    setting.name(),
                    value == null ? null : BlackedOut.in(value),
                    word(setting.source()),
                    setting.secret());
        }
    }

    record View(
            List<CheckView> checks,
            List<SettingView> settings,
            String version,
            String javaVersion,
            Instant startedAt) {}

    @Override
    public List<String> openApi() {
        return List.of("diagnostics");
    }

    @Override
    public Area area() {
        return Area.OPERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/admin/diagnostics", Gate.ADMIN, this::look);
    }

    private void look(Context ctx) {
        Principal principal = Principal.of(ctx);
        boolean all = operators.includes(principal);
        List<CheckView> checks = all
                ? round.look().stream()
                        .map(examined -> CheckView.of(examined.examination(), examined.finding()))
                        .toList()
                : QueueExaminations.of(store, clock, principal.org()).stream()
                        .map(examination -> CheckView.of(examination, examination.look()))
                        .toList();
        ctx.header("Cache-Control", "no-store");
        ctx.json(new View(
                checks,
                all ? settings.stream().map(SettingView::of).toList() : List.of(),
                version,
                Runtime.version().toString(),
                startedAt));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        round.close();
    }
}
