package dev.atelier.app;

import dev.atelier.app.sso.IssuerSettings;
import dev.atelier.app.sso.SsoSettings;
import dev.atelier.core.account.Role;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the issuers of {@code SSO_ISSUERS}: each has a family of names of its own, {@code SSO_<ID>_URL} and so on. {@code AUTH0_*} name one
 * more, the way older set-ups do. Not thread-safe.
 */
final class SsoReader {
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]{1,189}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?");

    /** What an issuer has behind its prefix. */
    private enum Part {
        URL("https://login.example/realms/corp"),
        NAME("Example Corp"),
        CLIENT_ID("atelier"),
        CLIENT_SECRET("..."),
        AUDIENCE("https://api.atelier.example"),
        DOMAINS("example.com,example.org"),
        ROLE("creator"),
        LINK_BY_EMAIL("true"),
        TRUST_EMAIL("true");

        private final String example;

        Part(String example) {
            this.example = example;
        }
    }

    private final SettingReader in;
    private final Map<String, String> values;

    SsoReader(SettingReader in, Map<String, String> values) {
        this.in = in;
        this.values = values;
    }

    /** @param gateways checked already */
    SsoSettings read(List<String> gateways) {
        List<IssuerSettings> issuers = new ArrayList<>();
        for (String id : ids()) {
            issuer(id).ifPresent(issuers::add);
        }
        auth0().ifPresent(issuers::add);
        return new SsoSettings(issuers, signUp(), gateways);
    }

    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>(in.list(Setting.SSO_ISSUERS));
        if (!ids.stream().allMatch(id -> IssuerSettings.ID.matcher(id).matches() && !id.equals("auth0"))) {
            in.wrong(
                    Setting.SSO_ISSUERS,
                    "must list words of lower-case letters, digits and dashes, and auth0 is taken by AUTH0_DOMAIN");
            return Set.of();
        }
        return ids;
    }

    private boolean signUp() {
        String text = in.text(Setting.SIGN_UP).toLowerCase(Locale.ROOT);
        if (!text.equals("off") && !text.equals("sso")) {
            in.wrong(Setting.SIGN_UP, "must be off or sso");
        }
        return text.equals("sso");
    }

    private Optional<IssuerSettings> issuer(String id) {
        Optional<URI> url = given(id, Part.URL).flatMap(text -> address(id, text));
        if (given(id, Part.URL).isEmpty()) {
            in.problem(name(id, Part.URL) + " is missing although SSO_ISSUERS names " + id + ", for example "
                    + name(id, Part.URL) + "=" + Part.URL.example + ".");
        }
        @Nullable String client = given(id, Part.CLIENT_ID).orElse(null);
        @Nullable String audience = given(id, Part.AUDIENCE).orElse(null);
        if (client == null && audience == null) {
            in.problem(name(id, Part.CLIENT_ID) + " is missing: without it nobody can sign in there, and without "
                    + name(id, Part.AUDIENCE) + " no token of it is taken either.");
        }
        Set<String> domains = domains(id);
        Role role = role(id);
        boolean link = truth(id, Part.LINK_BY_EMAIL);
        boolean trust = truth(id, Part.TRUST_EMAIL);
        if (url.isEmpty() || sameAudience(name(id, Part.AUDIENCE), client, audience)) {
            return Optional.empty();
        }
        return Optional.of(new IssuerSettings(
                id,
                given(id, Part.NAME).orElse(id),
                url.get(),
                client,
                given(id, Part.CLIENT_SECRET).map(Secret::of).orElse(null),
                audience,
                domains,
                role,
                link,
                trust));
    }

    private Optional<IssuerSettings> auth0() {
        Optional<String> domain = in.given(Setting.AUTH0_DOMAIN);
        @Nullable String client = in.given(Setting.AUTH0_CLIENT_ID).orElse(null);
        @Nullable String audience = in.given(Setting.AUTH0_AUDIENCE).orElse(null);
        if (domain.isEmpty()) {
            return Optional.empty();
        }
        if (!HOST.matcher(domain.get()).matches()) {
            in.wrong(Setting.AUTH0_DOMAIN, "must be the host of the tenant, without https://");
            return Optional.empty();
        }
        if (client == null && audience == null) {
            in.problem("AUTH0_DOMAIN is set, and neither AUTH0_CLIENT_ID for people nor AUTH0_AUDIENCE for tokens is.");
        }
        Optional<URI> url = address("auth0", "https://" + domain.get());
        if (url.isEmpty() || sameAudience("AUTH0_AUDIENCE", client, audience)) {
            return Optional.empty();
        }
        return Optional.of(new IssuerSettings(
                "auth0",
                "Auth0",
                url.get(),
                client,
                in.secret(Setting.AUTH0_CLIENT_SECRET).orElse(null),
                audience,
                Set.of(),
                Role.VIEWER,
                false,
                false));
    }

    private boolean sameAudience(String name, @Nullable String client, @Nullable String audience) {
        boolean same = client != null && client.equals(audience);
        if (same) {
            in.problem(name + " must not be the client id: that is the audience of ID tokens, which are no keys to an"
                    + " API.");
        }
        return same;
    }

    // A slash at the end is what people forget, or add; the issuer's own name for itself decides later.
    private Optional<URI> address(String id, String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean plain = url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (plain && policy().permits(url)) {
                return Optional.of(url);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Told below.
        }
        in.problem((id.equals("auth0") ? "AUTH0_DOMAIN" : name(id, Part.URL))
                + " must be an https address on port 443 without query, or its host must be in"
                + " ATELIER_ALLOW_PRIVATE_HOSTS, for example " + name(id, Part.URL) + "=" + Part.URL.example + ".");
        return Optional.empty();
    }

    private NetworkPolicy policy() {
        return NetworkPolicy.parse(in.text(Setting.ATELIER_ALLOW_PRIVATE_HOSTS));
    }

    private Set<String> domains(String id) {
        Set<String> domains = given(id, Part.DOMAINS).stream()
                .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (!domains.stream().allMatch(domain -> DOMAIN.matcher(domain).matches())) {
            wrong(id, Part.DOMAINS, "must list domains of e-mail addresses separated by commas");
        }
        return domains;
    }

    private Role role(String id) {
        String text = given(id, Part.ROLE).orElse("viewer").toUpperCase(Locale.ROOT);
        for (Role role : List.of(Role.VIEWER, Role.EVALUATOR, Role.CREATOR, Role.ADMIN)) {
            if (role.name().equals(text)) {
                return role;
            }
        }
        wrong(id, Part.ROLE, "must be viewer, evaluator, creator or admin");
        return Role.VIEWER;
    }

    private boolean truth(String id, Part part) {
        String text = given(id, part).orElse("false").toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            wrong(id, part, "must be true or false");
        }
        return text.equals("true");
    }

    private void wrong(String id, Part part, String rule) {
        in.problem(name(id, part) + " " + rule + ", for example " + name(id, part) + "=" + part.example + ".");
    }

    private Optional<String> given(String id, Part part) {
        return Optional.ofNullable(values.get(name(id, part)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static String name(String id, Part part) {
        return "SSO_" + id.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + part.name();
    }

    private Set<String> known() {
        return in.list(Setting.SSO_ISSUERS).stream()
                .flatMap(id -> Arrays.stream(Part.values()).map(part -> name(id, part)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What was given of the families, for the list of all settings. */
    List<EffectiveSetting> effective(GivenSettings given) {
        return known().stream()
                .filter(given::given)
                .map(name -> EffectiveSetting.given(name, name.endsWith("_" + Part.CLIENT_SECRET.name()), given))
                .toList();
    }

    List<String> notes() {
        Set<String> known = known();
        return values.keySet().stream()
                .filter(name -> name.startsWith("SSO_") && Setting.named(name).isEmpty() && !known.contains(name))
                .map(name -> name + " belongs to no issuer of SSO_ISSUERS; docs/single-sign-on.md lists the names.")
                .toList();
    }
}
