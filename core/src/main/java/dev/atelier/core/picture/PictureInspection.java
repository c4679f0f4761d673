package dev.atelier.core.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The order of the looks is the point: each is cheap enough for what the ones before it have let through. */
final class PictureInspection {
    /** Soundness needs no more pixels than this; the decoder reads the whole file all the same. */
    private static final long SOUNDNESS_PIXELS = 1_000_000;

    private PictureInspection() {}

    static PictureInfo inspect(Path file, PictureLimits limits) throws IOException {
        long size = Files.size(file);
        if (size > limits.maxBytes()) {
            throw Refusals.tooManyBytes(size, limits.maxBytes());
        }
        Anatomy anatomy = anatomy(file, limits);
        PictureDecoding.decode(file, anatomy, step(anatomy, SOUNDNESS_PIXELS));
        return new PictureInfo(anatomy.format(), anatomy.widthPx(), anatomy.heightPx(), size, sha256(file));
    }

    static Anatomy anatomy(Path file, PictureLimits limits) throws IOException {
        PictureFormat format = FormatSniffer.sniff(file);
        try (FileBytes in = new FileBytes(file, format)) {
            return switch (format) {
                case PNG -> PngAnatomy.read(in, limits);
                case JPEG -> JpegAnatomy.read(in, limits);
                case WEBP -> WebpAnatomy.read(in, limits);
            };
        }
    }

    /** The smallest step that leaves at most so many pixels. */
    static int step(Anatomy anatomy, long maxPixels) {
        int step = 1;
        while (ceil(anatomy.widthPx(), step) * ceil(anatomy.heightPx(), step) > maxPixels) {
            step++;
        }
        return step;
    }

    private static long ceil(int side, int step) {
        return (side + step - 1L) / step;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] buffer = new byte[16 << 10];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
