package dev.atelier.providers.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses a call of ours may reach. Deny unless globally reachable, after the IANA special-purpose address
 * registries for IPv4 and IPv6 as they stood on 2026-11-20, plus the metadata services of the large clouds.
 */
public final class AddressPolicy {
    private static final List<Block> DENIED_V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT; holds 100.100.100.200, a metadata service
            "127.0.0.0/8",
            "168.63.129.16/32", // Azure's platform address
            "169.254.0.0/16", // link-local; holds 169.254.169.254, the metadata service of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24", // IETF protocol assignments; holds 192.0.0.192, Oracle's metadata service
            "192.0.2.0/24",
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24", // AS112
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** The only IPv6 space handed out for global unicast; loopback, ULA, NAT64, mapped and compatible forms lie outside. */
    private static final Block GLOBAL_V6 = Block.of("2000::/3");

    private static final List<Block> DENIED_V6 = blocks(
            "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID
            "2001:db8::/32",
            "2002::/16", // 6to4 carries an IPv4 address
            "2620:4f:8000::/48", // AS112
            "3fff::/20");

    /** Private space that an operator may open by name. Link-local, metadata and multicast never are. */
    private static final List<Block> OPENABLE = blocks(
            "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static final List<Block> METADATA = blocks("100.100.100.200/32", "fd00:ec2::254/128", "fd20:ce::254/128");

    private AddressPolicy() {}

    /** True if the address is reachable from everywhere, so that reaching it gives nobody more than he has already. */
    public static boolean isPublic(InetAddress address) {
        // The JDK turns IPv4-mapped addresses into Inet4Address; all other forms that carry an IPv4 address are
        // refused.
        if (address instanceof Inet4Address) {
            return !anyHolds(DENIED_V4, address);
        }
        return address instanceof Inet6Address && GLOBAL_V6.holds(address) && !anyHolds(DENIED_V6, address);
    }

    /** True if the address may be reached under a name that the operator has put on the allow-list. */
    static boolean mayBeOpened(InetAddress address) {
        return !anyHolds(METADATA, address) && (anyHolds(OPENABLE, address) || isPublic(address));
    }

    private static boolean anyHolds(List<Block> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.holds(address));
    }

    private static List<Block> blocks(String... texts) {
        return java.util.Arrays.stream(texts).map(Block::of).toList();
    }

    private static final class Block {
        private final byte[] start;
        private final int bits;

        private Block(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                // A literal: nothing is resolved.
                byte[] start = InetAddress.getByName(text.substring(0, slash)).getAddress();
                return new Block(start, Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean holds(InetAddress address) {
            byte[] other = address.getAddress();
            if (other.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((start[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
