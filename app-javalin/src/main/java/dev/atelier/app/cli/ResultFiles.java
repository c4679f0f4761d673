package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes pictures and their recipes into a folder; a file is there whole or not at all. */
final class ResultFiles {
    private static final int ID_CHARACTERS = 8;

    private final Wiring wiring;
    private final Path folder;

    ResultFiles(Wiring wiring, Path folder) {
        this.wiring = wiring;
        this.folder = folder;
    }

    /** A picture that was written, and the recipe beside it. */
    record Saved(ImageTask task, OutputFile picture, Path file, Path recipe) {}

    /** Writes what arrived, in order. */
    List<Saved> save(Generation generation) throws IOException {
        List<Saved> saved = new ArrayList<>();
        for (ImageTask task : generation.tasks()) {
            OutputFile picture = task.output();
            if (picture != null) {
                saved.add(save(generation, task, picture));
            }
        }
        return saved;
    }

    private Saved save(Generation generation, ImageTask task, OutputFile picture) throws IOException {
        Files.createDirectories(folder);
        String name = (task.index() + 1) + "-" + shortId(task);
        Path file = folder.resolve(name + "." + picture.info().format().extension());
        Path recipe = folder.resolve(name + ".json");
        try (InputStream bytes = wiring.blobs()
                .open(picture.key())
                .orElseThrow(() -> new StorageFailure("picture " + picture.key() + " is missing from the store"))) {
            write(file, bytes);
        }
        String text = Recipes.recipe(generation, task, picture) + "\n";
        write(recipe, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return new Saved(task, picture, file, recipe);
    }

    // Ids begin with the time, so the pictures of one minute share their first characters; the last ones are random.
    private static String shortId(ImageTask task) {
        String id = task.id().toString();
        return id.substring(id.length() - ID_CHARACTERS);
    }

    private void write(Path file, InputStream bytes) throws IOException {
        Path unfinished = folder.resolve("." + file.getFileName() + ".part");
        try {
            Files.copy(bytes, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
