package dev.atelier.app.studio;

import dev.atelier.app.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the studio is made of, read once at the start.
 *
 * <p>Each file's address holds the version of what it belongs to: a library's own, and for the studio's files a fingerprint of all of them.
 * So a file may be kept for ever, imports within one library stay relative, and the page's import map is the one place that knows the
 * versions. Immutable.
 */
final class StudioAssets {
    /** Where all of them stand. */
    static final String ROOT = "/assets/";

    private static final int FINGERPRINT_DIGITS = 12;
    /** What the pages import of libraries; chart.js is loaded by the pages that draw charts. */
    private static final List<Library> LIBRARIES = List.of(
            new Library("lit", "lit", "", "index.js"),
            new Library("lit-html", "lit-html", "", "lit-html.js"),
            new Library("lit-element", "lit-element", "", "index.js"),
            new Library("@lit/reactive-element", "lit__reactive-element", "", "reactive-element.js"),
            new Library("chart.js", "chart.js", "/dist", "chart.js"),
            new Library("@kurkle/color", "kurkle__color", "/dist", "color.esm.js"));

    private final Map<String, Asset> files = new HashMap<>();
    private final Asset page;
    private final String mapHash;

    StudioAssets() {
        Map<String, String> imports = new LinkedHashMap<>();
        for (Library library : LIBRARIES) {
            String address = ROOT + library.webJar() + "@" + library.version() + "/";
            library.files().forEach((name, bytes) -> files.put(address + name, Asset.of(name, bytes)));
            imports.put(library.name(), address + library.main());
            imports.put(library.name() + "/", address);
        }
        SortedMap<String, byte[]> own = oneStyle(ResourceFolder.read("/web", "/web/index.html", Asset::served));
        String address = ROOT + "studio@" + fingerprint(own) + "/";
        own.forEach((name, bytes) -> files.put(address + name, Asset.of(name, bytes)));
        imports.put("studio/", address);
        String map = Json.write(Map.of("imports", imports));
        this.mapHash = Base64.getEncoder().encodeToString(sha256().digest(map.getBytes(StandardCharsets.UTF_8)));
        String html = new String(Optional.ofNullable(own.get("index.html")).orElseThrow(), StandardCharsets.UTF_8)
                .replace("{{assets}}", address)
                .replace("{{importMap}}", map);
        for (Map.Entry<String, String> entry : imports.entrySet()) {
            html = html.replace("{{" + entry.getKey() + "}}", entry.getValue());
        }
        this.page = Asset.of("index.html", html.getBytes(StandardCharsets.UTF_8));
    }

    /** The one HTML document of all pages. */
    Asset page() {
        return page;
    }

    /** The Base64 SHA-256 of the import map, the only inline script. */
    String mapHash() {
        return mapHash;
    }

    /** @param address the whole path of a request */
    Optional<Asset> find(String address) {
        return Optional.ofNullable(files.get(address));
    }

    // Written in small files, read by browsers as one, in the order of the names.
    private static SortedMap<String, byte[]> oneStyle(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream style = new ByteArrayOutputStream();
        SortedMap<String, byte[]> others = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (name.startsWith("style/")) {
                style.writeBytes(bytes);
            } else {
                others.put(name, bytes);
            }
        });
        others.put("style.css", style.toByteArray());
        return others;
    }

    private static String fingerprint(SortedMap<String, byte[]> files) {
        MessageDigest digest = sha256();
        files.forEach((name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
