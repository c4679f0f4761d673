package dev.atelier.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Rules that links of both stores share. */
final class Links {
    static final Duration LONGEST_GET = Duration.ofHours(24);
    static final Duration LONGEST_PUT = Duration.ofHours(1);
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /** This host, private networks (RFC 1918), shared addresses of carriers (RFC 6598), link-local (RFC 3927). */
    private static final Pattern PRIVATE_IPV4 = Pattern.compile("(0|10|127)\\..*|192\\.168\\..*|169\\.254\\..*"
            + "|172\\.(1[6-9]|2[0-9]|3[01])\\..*|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*");

    private static final Pattern PRIVATE_NAME =
            Pattern.compile("(.*\\.)?(localhost|local|internal|intranet|lan|home|corp|private|test|invalid)\\.?");

    private Links() {}

    /** @return the base without a slash at its end */
    static URI requireBase(String name, URI base) {
        String scheme = base.getScheme();
        if (scheme == null || !scheme.matches("(?i)https?") || base.getHost() == null) {
            throw new IllegalArgumentException(name + " must begin with https:// (or http://) and a host");
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException(name + " may have no query, fragment or user");
        }
        String text = base.toString();
        return text.endsWith("/") ? URI.create(text.replaceFirst("/+$", "")) : base;
    }

    static Duration requireValid(Duration validFor, Duration longest) {
        if (validFor.compareTo(Duration.ofSeconds(1)) < 0 || validFor.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "validFor is " + validFor.toSeconds() + " s, wanted 1 to " + longest.toSeconds());
        }
        return validFor;
    }

    /** Judges by the name alone, without asking DNS: true unless the host cannot be a public one. */
    static boolean isPublic(URI base) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            // Global unicast is 2000::/3 (IANA registry); everything else is loopback, local or special.
            return host.matches("\\[[23][0-9a-f]{3}:.*");
        }
        if (IPV4.matcher(host).matches()) {
            return !PRIVATE_IPV4.matcher(host).matches();
        }
        return host.contains(".") && !PRIVATE_NAME.matcher(host).matches();
    }
}
