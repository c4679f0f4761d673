package dev.atelier.app.usage;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.usage.SumUpUsage;
import dev.atelier.core.usage.UsageGroup;
import dev.atelier.core.usage.UsageQuery;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What an org spent, by day, person or model. */
public final class UsageRoutes implements Routes {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final int LENGTH_OF_A_DAY = "2026-11-20".length();

    private final SumUpUsage usage;
    private final Clock clock;

    public UsageRoutes(Store store, Clock clock) {
        this.usage = new SumUpUsage(store.usage(), store.accounts(), store.catalogue());
        this.clock = clock;
    }

    @Override
    public List<String> openApi() {
        return List.of("usage");
    }

    @Override
    public Area area() {
        return Area.ANALYTICS;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/analytics/usage", Gate.VIEWER, this::usage);
    }

    private void usage(Context ctx) {
        Instant asked = Params.optional(ctx, "to", UsageRoutes::dayOrTime);
        Instant to = asked == null ? clock.instant() : asked;
        Instant since = Params.optional(ctx, "from", UsageRoutes::dayOrTime);
        Instant from = since == null ? to.minus(USUAL) : since;
        UsageGroup by = Params.word(ctx, "groupBy", UsageGroup.class);
        UsageQuery query = Params.value(
                "from",
                Principal.of(ctx).org(),
                org -> new UsageQuery(org, from, to, by == null ? UsageGroup.DAY : by));
        ctx.json(UsageJson.Report.of(query, usage.sumUp(query)));
    }

    /** A day is its beginning in UTC. */
    private static Instant dayOrTime(String text) {
        if (text.length() != LENGTH_OF_A_DAY) {
            return Params.instant(text);
        }
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a day such as 2026-11-20 is wanted", e);
        }
    }
}
