package dev.atelier.app.upload;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of a file (RFC 9110, 14.1.2), as players ask for it.
 *
 * @param first index of the first byte
 * @param last index of the last byte, at most the file's last; before {@code first} if nothing of the file is in the range
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))");

    /** Empty if the whole file is to be sent: no range, several of them, or something that is none. */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String suffix = matcher.group(3);
        if (suffix != null) {
            long count = Long.parseLong(suffix);
            return Optional.of(
                    count == 0 ? new ByteRange(size, size - 1) : new ByteRange(Math.max(0, size - count), size - 1));
        }
        long first = Long.parseLong(matcher.group(1));
        String end = matcher.group(2);
        if (end != null && Long.parseLong(end) < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, end == null ? size - 1 : Math.min(Long.parseLong(end), size - 1)));
    }

    boolean satisfiable() {
        return first <= last;
    }

    long length() {
        return last - first + 1;
    }
}
