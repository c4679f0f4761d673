package dev.atelier.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The table, printed and written as it grows. */
final class Report {
    private final Path file;
    private final StringBuilder text = new StringBuilder("| what | measured |\n|---|---|\n");

    Report(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.print(text);
    }

    void row(String what, String format, Object... values) throws IOException {
        String line = "| " + what + " | " + String.format(Locale.ROOT, format, values) + " |\n";
        System.out.print(line);
        System.out.flush();
        text.append(line);
        Files.writeString(file, text);
    }
}
