package dev.atelier.app.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One file for browsers, compressed once.
 *
 * @param type media type with its charset
 * @param zipped the same bytes by gzip
 */
record Asset(String type, byte[] bytes, byte[] zipped) {
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    /** True if browsers get files of this name from us at all. */
    static boolean served(String name) {
        return TYPES.containsKey(ending(name));
    }

    static Asset of(String name, byte[] bytes) {
        String type = TYPES.get(ending(name));
        if (type == null) {
            throw new IllegalArgumentException("no media type is known for " + name);
        }
        return new Asset(type, bytes, zip(bytes));
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
