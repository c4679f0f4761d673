package dev.atelier.core.picture;

import dev.atelier.core.picture.Anatomy.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chunks of a PNG: their lengths, checksums and order (W3C PNG, third edition).
 *
 * <p>Only what makes pixels is handed to the decoder: the JDK's reader inflates text chunks without a bound, so a few
 * kilobytes of zTXt could fill the memory.
 */
final class PngAnatomy {
    private static final int MAX_EXIF = 64 << 10;
    private static final int MAX_PROFILE = 4 << 20;

    private final FileBytes in;
    private final List<Span> spans = new ArrayList<>();
    private int widthPx;
    private int heightPx;
    private boolean palette;
    private boolean sawPalette;
    private boolean sawData;
    private boolean dataEnded;
    private int orientation = ExifOrientation.UPRIGHT;
    private byte @Nullable [] profile;

    private PngAnatomy(FileBytes in) {
        this.in = in;
    }

    static Anatomy read(FileBytes in, PictureLimits limits) throws IOException {
        return new PngAnatomy(in).walk(limits);
    }

    private Anatomy walk(PictureLimits limits) throws IOException {
        in.seek(8);
        Anatomy.keep(spans, 0, 8);
        header(limits);
        while (true) {
            long start = in.position();
            long length = in.u32();
            String name = in.name();
            if (length > Integer.MAX_VALUE || !name.chars().allMatch(PngAnatomy::isLetter)) {
                throw in.damaged();
            }
            in.require(length + 4);
            chunk(name, start, (int) length);
            if (name.equals("IEND")) {
                break;
            }
        }
        if (!sawData || (palette && !sawPalette)) {
            throw in.damaged();
        }
        return new Anatomy(PictureFormat.PNG, widthPx, heightPx, orientation, 0, profile, spans);
    }

    private void header(PictureLimits limits) throws IOException {
        long start = in.position();
        if (in.u32() != 13 || !in.name().equals("IHDR")) {
            throw in.damaged();
        }
        long width = in.u32();
        long height = in.u32();
        int depth = in.u8();
        int colour = in.u8();
        int compression = in.u8();
        int filter = in.u8();
        int interlace = in.u8();
        if (width == 0 || height == 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw in.damaged();
        }
        Refusals.checkSize(width, height, limits);
        if (!allowed(colour, depth) || compression != 0 || filter != 0 || interlace > 1) {
            throw in.damaged();
        }
        widthPx = (int) width;
        heightPx = (int) height;
        palette = colour == 3;
        in.seek(start + 4);
        if (!checksumHolds(17)) {
            throw in.damaged();
        }
        Anatomy.keep(spans, start, in.position());
    }

    private static boolean allowed(int colour, int depth) {
        return switch (colour) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    private void chunk(String name, long start, int length) throws IOException {
        dataEnded |= sawData && !name.equals("IDAT");
        in.seek(start + 4);
        boolean whole = checksumHolds(length + 4L);
        long end = in.position();
        switch (name) {
            case "IDAT", "PLTE", "tRNS", "IEND" -> {
                if (!whole || (dataEnded && !name.equals("IEND"))) {
                    throw in.damaged();
                }
                sawPalette |= name.equals("PLTE");
                sawData |= name.equals("IDAT");
                Anatomy.keep(spans, start, end);
            }
            case "acTL" -> throw Refusals.unsupported("an animated PNG");
            case "eXIf" -> {
                if (whole && length <= MAX_EXIF) {
                    in.seek(start + 8);
                    orientation = ExifOrientation.of(in.bytes(length));
                }
            }
            case "iCCP" -> {
                if (whole && length <= MAX_PROFILE) {
                    in.seek(start + 8);
                    profile = inflateProfile(in.bytes(length));
                }
            }
            default -> {
                // A critical chunk (capital first letter) that nobody knows makes the picture unreadable.
                if (Character.isUpperCase(name.charAt(0))) {
                    throw in.damaged();
                }
            }
        }
        in.seek(end);
    }

    /** Reads so many bytes and the checksum behind them. */
    private boolean checksumHolds(long length) throws IOException {
        in.require(length + 4);
        CRC32 crc = new CRC32();
        for (long left = length; left > 0; left -= 8 << 10) {
            crc.update(in.bytes((int) Math.min(left, 8 << 10)));
        }
        return in.u32() == crc.getValue();
    }

    private static byte @Nullable [] inflateProfile(byte[] chunk) {
        int nameEnd = 0;
        while (nameEnd < chunk.length && chunk[nameEnd] != 0) {
            nameEnd++;
        }
        int data = nameEnd + 2;
        if (data >= chunk.length) {
            return null;
        }
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(chunk, data, chunk.length - data))) {
            byte[] profile = in.readNBytes(MAX_PROFILE + 1);
            return profile.length > MAX_PROFILE ? null : profile;
        } catch (IOException odd) {
            return null;
        }
    }

    private static boolean isLetter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
