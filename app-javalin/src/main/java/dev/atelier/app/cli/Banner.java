package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import dev.atelier.app.FirstStart;
import dev.atelier.app.Version;
import dev.atelier.app.Wiring;
import dev.atelier.core.account.Member;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.secret.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a started server says of itself: where everything is, how to get in, how to stop. */
final class Banner {
    private final PrintWriter out;
    private final Wiring wiring;
    private final FirstStart.Outcome owner;
    private final URI address;

    Banner(PrintWriter out, Wiring wiring, FirstStart.Outcome owner, URI address) {
        this.out = out;
        this.wiring = wiring;
        this.owner = owner;
        this.address = address;
    }

    /**
     * @param more lines about the pictures
     * @param link true to hand out a link that signs the owner in
     */
    void print(List<String> more, boolean link) {
        AppConfig config = wiring.config();
        double seconds = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis() / 1000.0)
                .orElse(0.0);
        out.printf(
                Locale.ROOT,
                "atelier %s · Java %d · %.1f s%n",
                Version.text(),
                Runtime.version().feature(),
                seconds);
        line(
                "database",
                config.databaseUrl() == null
                        ? "embedded PostgreSQL in " + shown(config.inData("postgres"))
                                + "   (a real one: --db postgresql://…)"
                        : "PostgreSQL of DATABASE_URL");
        AppConfig.S3 s3 = config.s3();
        line(
                "pictures",
                s3 == null
                        ? shown(config.inData("files")) + "   (a bucket: R2_… or S3_…)"
                        : s3.vendor() + " bucket " + s3.bucket());
        line("provider", provider(wiring));
        config.notes().forEach(note -> line("note", note));
        more.forEach(out::println);
        out.println();
        line("Open", link ? welcome() : address.toString());
        line("Sign in", signIn());
        line(
                "Stop",
                config.databaseUrl() == null
                        ? "Ctrl-C. Nothing was installed; delete " + shown(config.data()) + " to forget everything."
                        : "Ctrl-C");
        out.flush();
    }

    private String welcome() {
        Member member = owner.owner();
        Secret key = wiring.signInLinks().issue(member.org(), member.user().id());
        return welcome(address, key) + "   (one use, 15 min, signs you in as owner)";
    }

    /** The page that signs in by this key, which the fragment keeps out of every server's log. */
    static String welcome(URI address, Secret key) {
        String base = address.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/welcome#k=" + key.reveal();
    }

    private String signIn() {
        String email = owner.owner().user().email();
        String file = owner.passwordFile()
                .map(path -> shown(path) + ", mode 600, until it is changed")
                .orElse("");
        return owner.newPassword()
                .map(password -> email + "  ·  " + password.reveal() + "   (also in " + file + ")")
                .orElse(file.isEmpty() ? email : email + "  ·  password in " + file);
    }

    /** Who draws, in words. */
    static String provider(Wiring wiring) {
        var registry = wiring.atelier().registry();
        ProviderConfig active = registry.active(Category.IMAGE_GENERATION).orElse(null);
        if (active == null) {
            return "none is switched on";
        }
        return registry.simulated(active)
                ? "sandbox: draws real pictures on this computer, no key, no network, costs nothing"
                : active.displayName() + ", model " + active.model();
    }

    private void line(String name, String text) {
        out.printf("  %-10s  %s%n", name, text);
    }

    /** The path as people would type it from here. */
    static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? "./" + here.relativize(path).toString().replace('\\', '/') : path.toString();
    }
}
