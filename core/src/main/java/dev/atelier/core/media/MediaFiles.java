package dev.atelier.core.media;

import dev.atelier.core.picture.PictureLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Looks at films and voices on disk; whatever a vendor calls them, their bytes decide. Thread-safe; keeps nothing. */
public final class MediaFiles {
    private static final int LONGEST_SIGNATURE = 16;

    private MediaFiles() {}

    /**
     * Finds out what a file is. Reads its container and never its pictures or sounds, so it costs one pass over the bytes at most.
     *
     * @param kind FILM or VOICE: what the file must be
     * @throws MediaRefused if it is something else, damaged, or cut off where the container tells
     * @throws IOException if the file cannot be read
     */
    public static MediaInfo inspect(Path file, MediaFormat.Kind kind) throws IOException {
        MediaFormat format = sniff(file);
        if (format == null || format.kind() != kind) {
            throw new MediaRefused("The file is no " + (kind == MediaFormat.Kind.FILM ? "film" : "voice")
                    + " of a kind that is taken.");
        }
        try (MediaBytes in = new MediaBytes(file, format)) {
            MediaShape shape = shape(in);
            return new MediaInfo(format, shape.widthPx(), shape.heightPx(), in.size(), sha256(file), shape.duration());
        }
    }

    /**
     * Writes the first frame of a film as a PNG, where the JDK can read it: of a GIF.
     *
     * @return false, and nothing of use in the file, where it cannot or where the frame is larger than the limits
     */
    public static boolean firstFrame(Path film, Path png, PictureLimits limits) throws IOException {
        return GifFrame.write(film, png, limits);
    }

    private static MediaShape shape(MediaBytes in) throws IOException {
        return switch (in.format()) {
            case MP4 -> Mp4Anatomy.read(in);
            case WEBM -> WebmAnatomy.read(in);
            case GIF -> GifAnatomy.read(in);
            case WAV -> WavAnatomy.read(in);
            case MP3 -> Mp3Anatomy.read(in);
            case OGG -> OggAnatomy.read(in);
            case FLAC -> FlacAnatomy.read(in);
            case PNG, JPEG, WEBP -> throw new IllegalArgumentException(in.format() + " is a picture");
        };
    }

    private static @Nullable MediaFormat sniff(Path file) throws IOException {
        String head;
        try (InputStream in = Files.newInputStream(file)) {
            head = new String(in.readNBytes(LONGEST_SIGNATURE), StandardCharsets.ISO_8859_1);
        }
        if (head.startsWith("ftyp", 4)) {
            return MediaFormat.MP4;
        }
        if (head.startsWith("\u001aE\u00df\u00a3")) {
            return MediaFormat.WEBM;
        }
        if (head.startsWith("GIF89a") || head.startsWith("GIF87a")) {
            return MediaFormat.GIF;
        }
        if (head.startsWith("RIFF") && head.startsWith("WAVE", 8)) {
            return MediaFormat.WAV;
        }
        if (head.startsWith("OggS")) {
            return MediaFormat.OGG;
        }
        if (head.startsWith("fLaC")) {
            return MediaFormat.FLAC;
        }
        boolean frame = head.length() > 2 && head.charAt(0) == 0xff && (head.charAt(1) & 0xe6) == 0xe2;
        return head.startsWith("ID3") || frame ? MediaFormat.MP3 : null;
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
