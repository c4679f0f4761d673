package dev.atelier.app.studio;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for a Chromium, Chrome or Edge that this computer has already. */
final class BrowserFinder {
    /** Names the browser's file, as a system property; {@code STUDIO_BROWSER} does the same in the environment. */
    static final String SETTING = "studio.browser";

    private static final List<String> NAMES = List.of(
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome",
            "microsoft-edge",
            "msedge");
    private static final List<String> MACOS = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge");
    private static final List<String> WINDOWS =
            List.of("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe");

    private BrowserFinder() {}

    /**
     * The browser to use.
     *
     * @throws IllegalStateException if the setting names a file that is not there: whoever sets it wants that browser and no other
     */
    static Optional<Path> find() {
        String named = Optional.ofNullable(System.getProperty(SETTING))
                .or(() -> Optional.ofNullable(System.getenv("STUDIO_BROWSER")))
                .map(String::strip)
                .orElse("");
        if (!named.isEmpty()) {
            Path path = Path.of(named);
            if (!Files.isExecutable(path)) {
                throw new IllegalStateException(SETTING + " names " + named + ", which is no program that can be run");
            }
            return Optional.of(path);
        }
        return candidates().filter(Files::isExecutable).findFirst();
    }

    private static Stream<Path> candidates() {
        List<Path> places = new ArrayList<>();
        NAMES.forEach(name -> places.add(Path.of("/usr/bin", name)));
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(File.pathSeparator)) {
            if (!folder.isBlank()) {
                NAMES.forEach(name -> places.add(Path.of(folder, windows ? name + ".exe" : name)));
            }
        }
        MACOS.forEach(program -> places.add(Path.of(program)));
        for (String root : List.of("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")) {
            Optional.ofNullable(System.getenv(root))
                    .ifPresent(folder -> WINDOWS.forEach(program -> places.add(Path.of(folder, program))));
        }
        return places.stream();
    }
}
