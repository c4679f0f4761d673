package dev.atelier.core.picture;

import dev.atelier.core.picture.Anatomy.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the segments of a JPEG to its end marker (ITU-T T.81, annex B).
 *
 * <p>The JDK's decoder only warns when a file is cut off, so the end marker is looked for here. Camera data, comments and
 * colour profiles are kept from the decoder; it trips over broken ones.
 */
final class JpegAnatomy {
    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    private static final int MAX_PROFILE = 4 << 20;
    /** Each scan makes the decoder pass over the whole picture; honest files have about ten. */
    private static final int MAX_SCANS = 100;

    private final FileBytes in;
    private final PictureLimits limits;
    private final List<Span> spans = new ArrayList<>();
    private final SortedMap<Integer, byte[]> profileParts = new TreeMap<>();
    private int profileSize;
    private int widthPx;
    private int heightPx;
    private int components;
    private int scans;
    private int orientation = ExifOrientation.UPRIGHT;

    private JpegAnatomy(FileBytes in, PictureLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    static Anatomy read(FileBytes in, PictureLimits limits) throws IOException {
        return new JpegAnatomy(in, limits).walk();
    }

    private Anatomy walk() throws IOException {
        in.seek(2);
        Anatomy.keep(spans, 0, 2);
        int marker = nextMarker();
        while (marker != 0xd9) {
            long start = in.position() - 2;
            if (marker == 0xd8) {
                throw in.damaged();
            }
            if (!standsAlone(marker)) {
                segment(marker, start);
            }
            marker = nextMarker();
        }
        Anatomy.keep(spans, in.position() - 2, in.position());
        if (components == 0 || scans == 0) {
            throw in.damaged();
        }
        return new Anatomy(PictureFormat.JPEG, widthPx, heightPx, orientation, components, profile(), spans);
    }

    /** Skips to the next marker, over fill bytes and, as decoders do, over stray ones. */
    private int nextMarker() throws IOException {
        while (true) {
            int b = in.u8();
            while (b == 0xff) {
                b = in.u8();
                if (b != 0xff && b != 0) {
                    return b;
                }
            }
        }
    }

    private static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    }

    private void segment(int marker, long start) throws IOException {
        int length = in.u16();
        if (length < 2) {
            throw in.damaged();
        }
        in.require(length - 2L);
        long end = in.position() + length - 2;
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
            frame(marker);
            Anatomy.keep(spans, start, end);
        } else if (marker == 0xda) {
            scan(start, end);
            return;
        } else if (marker == 0xe1) {
            exif(in.bytes(length - 2));
        } else if (marker == 0xe2) {
            profilePart(in.bytes(length - 2));
        } else if (marker == 0xe0 || marker == 0xee || marker < 0xe0) {
            // JFIF and Adobe say how colours are stored; below the application segments are the tables.
            Anatomy.keep(spans, start, end);
        }
        in.seek(end);
    }

    private void frame(int marker) throws IOException {
        int precision = in.u8();
        int height = in.u16();
        int width = in.u16();
        int count = in.u8();
        if (components != 0 || width == 0 || height == 0 || count == 0) {
            throw in.damaged();
        }
        Refusals.checkSize(width, height, limits);
        if (marker > 0xc2 || precision != 8 || count > 4) {
            throw Refusals.unsupported("a JPEG of a rare kind (lossless, arithmetic or 12-bit)");
        }
        widthPx = width;
        heightPx = height;
        components = count;
    }

    private void scan(long start, long end) throws IOException {
        if (components == 0 || ++scans > MAX_SCANS) {
            throw in.damaged();
        }
        in.seek(end);
        while (true) {
            int b = in.u8();
            while (b == 0xff) {
                b = in.u8();
                if (b != 0xff && b != 0 && !standsAlone(b)) {
                    in.seek(in.position() - 2);
                    Anatomy.keep(spans, start, in.position());
                    return;
                }
            }
        }
    }

    private void exif(byte[] data) {
        if (startsWith(data, EXIF)) {
            orientation = ExifOrientation.of(Arrays.copyOfRange(data, EXIF.length(), data.length));
        }
    }

    private void profilePart(byte[] data) {
        int head = ICC.length() + 2;
        if (startsWith(data, ICC) && data.length > head && profileSize + data.length <= MAX_PROFILE) {
            profileSize += data.length;
            profileParts.put(data[ICC.length()] & 0xff, Arrays.copyOfRange(data, head, data.length));
        }
    }

    private byte @Nullable [] profile() {
        ByteArrayOutputStream all = new ByteArrayOutputStream(profileSize);
        profileParts.values().forEach(all::writeBytes);
        return all.size() == 0 ? null : all.toByteArray();
    }

    private static boolean startsWith(byte[] data, String text) {
        byte[] start = text.getBytes(StandardCharsets.ISO_8859_1);
        return data.length >= start.length && Arrays.equals(data, 0, start.length, start, 0, start.length);
    }
}
