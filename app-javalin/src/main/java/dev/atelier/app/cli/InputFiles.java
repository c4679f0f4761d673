package dev.atelier.app.cli;

import dev.atelier.core.picture.PictureFiles;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.picture.PictureRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Looks at the files of a command line before anything is started. */
final class InputFiles {
    private final PictureLimits limits;

    InputFiles(PictureLimits limits) {
        this.limits = limits;
    }

    /** One sentence for each file that cannot be used, with its name; empty if all are fine. */
    List<String> problems(List<Path> references, List<Path> products) {
        LinkedHashSet<Path> files = new LinkedHashSet<>(references);
        files.addAll(products);
        List<String> problems = new ArrayList<>();
        files.forEach(file -> problem(file).ifPresent(problems::add));
        return problems;
    }

    private Optional<String> problem(Path file) {
        if (!Files.exists(file)) {
            return Optional.of(file + ": there is no such file.");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of(file + ": this is no file.");
        }
        try {
            PictureFiles.inspect(file, limits);
            return Optional.empty();
        } catch (PictureRefused e) {
            return Optional.of(file + ": " + e.getMessage());
        } catch (IOException e) {
            return Optional.of(file + ": the file cannot be read.");
        }
    }
}
