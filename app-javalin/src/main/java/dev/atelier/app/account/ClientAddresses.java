package dev.atelier.app.account;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose network a request comes from: the peer, or, if the peer is a trusted proxy, the rightmost address of {@code X-Forwarded-For} that
 * is not one. What a client writes to the left of that changes nothing. Thread-safe.
 */
public final class ClientAddresses {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private final List<Block> trusted;

    private record Block(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param trustedProxies addresses or CIDR blocks, such as {@code 10.0.0.0/8} */
    public ClientAddresses(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(ClientAddresses::block).toList();
    }

    /** The /24 or /64 that the request comes from, as text. */
    public String networkOf(Context ctx) {
        return network(addressOf(ctx));
    }

    /** The address that the request comes from, without brackets. */
    public String addressOf(Context ctx) {
        String client = clientOf(
                ctx.req().getRemoteAddr(),
                ctx.req().getHeaders("X-Forwarded-For").asIterator());
        return client.startsWith("[") ? client.substring(1, client.length() - 1) : client;
    }

    /** The client as one customer has it: an address of IPv4, or the /64 of an address of IPv6, as text. */
    public String customerOf(Context ctx) {
        String client = addressOf(ctx);
        return parse(client).filter(bytes -> bytes.length == 4).isPresent() ? client : network(client);
    }

    String clientOf(String peer, java.util.Iterator<String> forwarded) {
        if (!isTrusted(peer)) {
            return peer;
        }
        StringBuilder joined = new StringBuilder();
        forwarded.forEachRemaining(line -> joined.append(line).append(','));
        String[] hops = joined.toString().split(",");
        String client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (hop.isEmpty()) {
                continue;
            }
            if (parse(hop).isEmpty()) {
                return client; // Nothing left of garbage can be believed.
            }
            client = hop;
            if (!isTrusted(hop)) {
                return client;
            }
        }
        return client;
    }

    static String network(String address) {
        Optional<byte[]> bytes = parse(address);
        if (bytes.isEmpty()) {
            return address;
        }
        byte[] kept = bytes.get().clone();
        int keep = kept.length == 4 ? 3 : 8;
        Arrays.fill(kept, keep, kept.length, (byte) 0);
        try {
            return InetAddress.getByAddress(kept).getHostAddress() + (keep == 3 ? "/24" : "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isTrusted(String address) {
        return parse(address)
                .filter(bytes -> trusted.stream().anyMatch(block -> block.contains(bytes)))
                .isPresent();
    }

    private static Block block(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] address =
                parse(parts[0]).orElseThrow(() -> new IllegalArgumentException("no address or CIDR block: " + text));
        int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("no address or CIDR block: " + text);
        }
        return new Block(address, bits);
    }

    // Literals only: a name would be looked up. Jetty writes IPv6 peers in brackets.
    private static Optional<byte[]> parse(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean address =
                LITERAL.matcher(bare).matches() && (bare.contains(":") || bare.matches("\\d{1,3}(\\.\\d{1,3}){3}"));
        if (!address) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
