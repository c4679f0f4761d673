package dev.atelier.core.token;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IPv4 or IPv6 addresses in CIDR notation, such as {@code 10.0.0.0/8}. A single address is a block of one.
 *
 * @param text the canonical form: the bits behind the prefix are zero
 */
public record AddressBlock(String text) {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    public AddressBlock {
        text = canonical(text);
    }

    /** @throws IllegalArgumentException if it is neither an address nor a block; names are not looked up */
    public static AddressBlock of(String text) {
        return new AddressBlock(text);
    }

    /** True if the address lies in the block; false for what is no address, and for one of the other version of IP. */
    public boolean contains(String address) {
        int slash = text.indexOf('/');
        byte[] first = parse(text.substring(0, slash)).orElseThrow();
        int bits = Integer.parseInt(text.substring(slash + 1));
        return parse(address)
                .filter(bytes -> bytes.length == first.length && Arrays.equals(masked(bytes, bits), first))
                .isPresent();
    }

    private static String canonical(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] address = parse(parts[0]).orElseThrow(AddressBlock::wrong);
        int most = address.length * Byte.SIZE;
        if (parts.length == 2 && !LENGTH.matcher(parts[1]).matches()) {
            throw wrong();
        }
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits > most) {
            throw wrong();
        }
        try {
            return InetAddress.getByAddress(masked(address, bits)).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
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

    // Literals only: a name would be looked up. Servers write IPv6 peers in brackets.
    private static Optional<byte[]> parse(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean address = LITERAL.matcher(bare).matches()
                && (bare.contains(":") || DOTTED.matcher(bare).matches());
        try {
            return address ? Optional.of(InetAddress.getByName(bare).getAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
