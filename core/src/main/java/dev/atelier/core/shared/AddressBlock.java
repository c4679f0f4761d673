package dev.atelier.core.shared;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IPv4 or IPv6 addresses in CIDR notation, such as {@code 10.0.0.0/8}. A single address is a block of one. Immutable.
 */
public final class AddressBlock {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    private final byte[] first;
    private final int bits;

    private AddressBlock(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException if it is neither an address nor a block; names are not looked up */
    public static AddressBlock of(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] address = bytesOf(parts[0]).orElseThrow(AddressBlock::wrong);
        int most = address.length * Byte.SIZE;
        if (parts.length == 2 && !LENGTH.matcher(parts[1]).matches()) {
            throw wrong();
        }
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits > most) {
            throw wrong();
        }
        return new AddressBlock(masked(address, bits), bits);
    }

    /**
     * The 4 or 16 bytes of an address, which may stand in brackets; empty for everything else, names included, which are not looked
     * up. An IPv4 address written as one of IPv6 counts as IPv4.
     */
    public static Optional<byte[]> bytesOf(String address) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        boolean literal = LITERAL.matcher(bare).matches()
                && (bare.contains(":") || DOTTED.matcher(bare).matches());
        try {
            return literal ? Optional.of(InetAddress.getByName(bare).getAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** True if the address lies in the block; false for what is no address, and for one of the other version of IP. */
    public boolean contains(String address) {
        return bytesOf(address)
                .filter(bytes -> bytes.length == first.length && Arrays.equals(masked(bytes, bits), first))
                .isPresent();
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "an address or a CIDR block is wanted, such as 10.0.0.0/8 or 2001:db8::/32");
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] kept = address.clone();
        for (int bit = bits; bit < kept.length * Byte.SIZE; bit++) {
            kept[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
        }
        return kept;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressBlock block && block.bits == bits && Arrays.equals(block.first, first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + bits;
    }

    /** The canonical form: the bits behind the prefix are zero. */
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(first).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
