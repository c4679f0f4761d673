package dev.atelier.providers.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Where calls may go: anywhere public by https on port 443, and to the hosts named here also in private address space, on
 * any port and without TLS. Meant for on-premise vendors and local stubs; empty by default.
 *
 * <p>Link-local and cloud metadata addresses stay closed even under an allowed name.
 *
 * @param allowed entries {@code host} (every port) or {@code host:port}; IPv6 literals in brackets
 */
public record NetworkPolicy(Set<String> allowed) {
    private static final Pattern ENTRY = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final int MAX_URL = 2_048;
    private static final int MAX_HOST = 253;

    /** @throws IllegalArgumentException if an entry is no host or host:port */
    public NetworkPolicy {
        allowed = allowed.stream().map(NetworkPolicy::entry).collect(Collectors.toUnmodifiableSet());
    }

    /** Public addresses only. */
    public static NetworkPolicy publicOnly() {
        return new NetworkPolicy(Set.of());
    }

    /** Public addresses, and these hosts wherever they are. */
    public static NetworkPolicy allowing(String... hosts) {
        return new NetworkPolicy(Set.of(hosts));
    }

    /**
     * Reads a setting: entries separated by commas or blanks; blank means none.
     *
     * @throws IllegalArgumentException if an entry is no host or host:port
     */
    public static NetworkPolicy parse(String text) {
        return new NetworkPolicy(Arrays.stream(text.split("[,\\s]+"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toSet()));
    }

    boolean allows(String host, int port) {
        String name = plain(host);
        return allowed.contains(name) || allowed.contains(name + ":" + port);
    }

    boolean allowsOnSomePort(String host) {
        String name = plain(host);
        return allowed.stream().anyMatch(entry -> entry.equals(name) || entry.startsWith(name + ":"));
    }

    /** True if the address may be asked at all; where it leads is judged when the socket connects. */
    public boolean permits(URI address) {
        HttpUrl url = HttpUrl.get(address);
        return url != null && permits(url);
    }

    /** True if the URL may be asked at all; the address behind it is judged when the socket connects. */
    boolean permits(HttpUrl url) {
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            return false;
        }
        if (url.host().length() > MAX_HOST || url.toString().length() > MAX_URL) {
            return false;
        }
        return allows(url.host(), url.port()) || (url.isHttps() && url.port() == 443);
    }

    private static String entry(String text) {
        Matcher matcher = ENTRY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("an allowed host must look like host or host:port, not " + text);
        }
        String host = plain(matcher.group(1));
        return matcher.group(2) == null ? host : host + ":" + Integer.parseInt(matcher.group(2));
    }

    /** One spelling for one host: lower case, no brackets, IPv6 literals written out. */
    private static String plain(String host) {
        String bare = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
        int zone = bare.indexOf('%');
        String name = zone < 0 ? bare : bare.substring(0, zone);
        if (name.indexOf(':') < 0) {
            return name;
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            return name;
        }
    }
}
