package dev.atelier.app.studio;

import dev.atelier.core.account.Role;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page that the tour visits.
 *
 * @param name names its pictures
 * @param role who looks; null is somebody who is not signed in
 * @param path may hold {@code {picture}} and {@code {other}}, ids of finished pictures
 */
record TourStop(String name, @Nullable Role role, String path) {
    static Stream<TourStop> all() {
        return Stream.of(
                        List.of(
                                new TourStop("signin", null, "/signin"),
                                new TourStop("welcome", null, "/welcome"),
                                new TourStop("join", null, "/join")),
                        List.of(
                                new TourStop("generate", Role.CREATOR, "/"),
                                new TourStop("generate-as-viewer", Role.VIEWER, "/"),
                                new TourStop("gallery", Role.CREATOR, "/gallery"),
                                new TourStop("picture", Role.CREATOR, "/p/{picture}"),
                                new TourStop("compare", Role.CREATOR, "/compare?ids={picture},{other}"),
                                new TourStop("credits", Role.OWNER, "/credits"),
                                new TourStop("account", Role.CREATOR, "/account"),
                                new TourStop("tokens", Role.CREATOR, "/tokens"),
                                new TourStop("own-keys", Role.CREATOR, "/settings/keys"),
                                new TourStop("lost", Role.CREATOR, "/no-such-page")),
                        List.of(
                                new TourStop("setup", Role.OWNER, "/setup"),
                                new TourStop("providers", Role.OWNER, "/admin/providers"),
                                new TourStop("models", Role.OWNER, "/admin/models"),
                                new TourStop("members", Role.OWNER, "/admin/members"),
                                new TourStop("jobs", Role.OWNER, "/admin/jobs"),
                                new TourStop("callbacks", Role.OWNER, "/admin/callbacks"),
                                new TourStop("webhooks", Role.OWNER, "/admin/webhooks"),
                                new TourStop("audit", Role.OWNER, "/admin/audit"),
                                new TourStop("diagnostics", Role.OWNER, "/admin/diagnostics"),
                                new TourStop("forbidden", Role.VIEWER, "/admin/members")))
                .flatMap(List::stream);
    }

    @Override
    public String toString() {
        return name;
    }
}
