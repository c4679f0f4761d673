package dev.atelier.app.account;

import dev.atelier.core.shared.AddressBlock;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose network a request comes from: the peer, or, if the peer is a trusted proxy, the rightmost address of {@code X-Forwarded-For} that
 * is not one. What a client writes to the left of that changes nothing. Thread-safe.
 */
public final class ClientAddresses {
    private final List<AddressBlock> trusted;

    /** @param trustedProxies addresses or CIDR blocks, such as {@code 10.0.0.0/8} */
    public ClientAddresses(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(AddressBlock::of).toList();
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
        return AddressBlock.bytesOf(client).filter(bytes -> bytes.length == 4).isPresent() ? client : network(client);
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
            if (AddressBlock.bytesOf(hop).isEmpty()) {
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
        Optional<byte[]> bytes = AddressBlock.bytesOf(address);
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

    /** True if the address is in one of the blocks. */
    public boolean isTrusted(String address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }
}
