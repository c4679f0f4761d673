package dev.atelier.core.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Tells formats apart by their first bytes alone; a file's name is not looked at. */
final class FormatSniffer {
    private static final int WINDOW = 512;
    private static final String PNG = "\u0089PNG\r\n\u001a\n";
    private static final Set<String> HEIC = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    private static final Set<String> AVIF = Set.of("avif", "avis");

    private FormatSniffer() {}

    static PictureFormat sniff(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(WINDOW);
        }
        if (head.length == 0) {
            throw Refusals.empty();
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith(PNG)) {
            return PictureFormat.PNG;
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return PictureFormat.JPEG;
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return PictureFormat.WEBP;
        }
        String known = knownButNotTaken(text);
        throw known.isEmpty() ? beginning(text) : Refusals.unsupported(known);
    }

    /** A file that stops inside its first signature is cut off rather than something else. */
    private static PictureRefused beginning(String text) {
        if (PNG.startsWith(text) && text.length() >= 2) {
            return Refusals.cutOff(PictureFormat.PNG, text.length());
        }
        if (text.equals("\u00ff\u00d8")) {
            return Refusals.cutOff(PictureFormat.JPEG, text.length());
        }
        if (text.length() >= 2
                && text.length() < 12
                && "RIFF".startsWith(text.substring(0, Math.min(4, text.length())))) {
            return Refusals.cutOff(PictureFormat.WEBP, text.length());
        }
        return Refusals.notAPicture();
    }

    private static String knownButNotTaken(String text) {
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return "a GIF";
        }
        if (text.startsWith("BM") && text.length() >= 26 && text.startsWith("\0\0\0\0", 6)) {
            return "a BMP";
        }
        if (text.startsWith("II*\0") || text.startsWith("MM\0*") || text.startsWith("II+\0")) {
            return "a TIFF";
        }
        if (text.startsWith("%PDF-")) {
            return "a PDF";
        }
        if (text.startsWith("\0\0\0\fJXL ") || text.startsWith("\u00ff\n")) {
            return "a JPEG XL";
        }
        if (text.startsWith("ftyp", 4) && text.length() >= 12) {
            String brand = text.substring(8, 12);
            return HEIC.contains(brand) ? "a HEIC" : AVIF.contains(brand) ? "an AVIF" : "a video";
        }
        return markup(text);
    }

    private static String markup(String text) {
        String bare = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
        String start = bare.stripLeading().toLowerCase(Locale.ROOT);
        boolean mayHoldSvg = start.startsWith("<svg") || start.startsWith("<?xml") || start.startsWith("<!");
        if (mayHoldSvg && start.contains("<svg")) {
            return "an SVG";
        }
        if (start.startsWith("<!doctype html")
                || start.startsWith("<html")
                || start.startsWith("<head")
                || start.startsWith("<body")
                || start.startsWith("<script")
                || start.startsWith("<!--")) {
            return "a web page (HTML)";
        }
        return "";
    }
}
