package dev.atelier.providers.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Accepted tasks as small files, so that they outlive the process. One JSON file and one PNG file for each picture of the order;
 * the JSON file comes last and at once, so that a task is there wholly or not. Thread-safe.
 */
final class TaskFolder {
    /** Vendors keep results for some days; so does the sandbox. */
    static final Duration KEPT = Duration.ofDays(3);

    private static final System.Logger LOG = System.getLogger(TaskFolder.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    TaskFolder(Path folder) {
        this.folder = folder;
    }

    void prepare() throws IOException {
        Files.createDirectories(folder);
    }

    void save(SandboxTask task) throws IOException {
        for (int i = 0; i < task.insets().size(); i++) {
            Files.write(inset(task.id(), i), task.insets().get(i).png());
        }
        Retouch retouch = task.retouch();
        if (retouch != null) {
            Files.write(retouch(task.id()), retouch.png());
        }
        ObjectNode node = JSON.createObjectNode()
                .put("reference", task.reference())
                .put("prompt", task.prompt())
                .put("widthPx", task.format().widthPx())
                .put("heightPx", task.format().heightPx())
                .put("seed", task.seed())
                .put("acceptedAtMs", task.acceptedAt().toEpochMilli())
                .put("latencyMs", task.latency().toMillis())
                .put("insets", task.insets().size())
                .put("retouched", retouch != null)
                .put("kind", task.make().kind().name())
                .put("seconds", task.make().seconds())
                .put("voice", task.make().voice());
        Path draft = Files.createTempFile(folder, "new-", ".tmp");
        try {
            Files.write(draft, JSON.writeValueAsBytes(node));
            Files.move(draft, json(task.id()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Takes an id for good, also against other processes on the same folder.
     *
     * @return false if it is taken
     */
    boolean claim(String id) throws IOException {
        prepare();
        try {
            Files.createFile(claimOf(id));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    void giveBack(String id) throws IOException {
        Files.deleteIfExists(claimOf(id));
    }

    boolean isClaimed(String id) {
        return Files.exists(claimOf(id));
    }

    boolean has(String id) {
        return Files.exists(json(id));
    }

    /** Empty if it is not there or cannot be read any more. */
    Optional<SandboxTask> load(String id) {
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(json(id)));
            List<Inset> insets = new ArrayList<>();
            for (int i = 0; i < node.path("insets").asInt(); i++) {
                insets.add(Inset.decode(Files.readAllBytes(inset(id, i)))
                        .orElseThrow(() -> new IOException("a picture of the task is damaged")));
            }
            Retouch retouch = node.path("retouched").asBoolean()
                    ? Retouch.decode(Files.readAllBytes(retouch(id)))
                            .orElseThrow(() -> new IOException("what the mask keeps is damaged"))
                    : null;
            return Optional.of(new SandboxTask(
                    id,
                    node.path("reference").asText(),
                    node.path("prompt").asText(),
                    new Format(
                            node.path("widthPx").asInt(), node.path("heightPx").asInt()),
                    make(node),
                    node.path("seed").asLong(),
                    Instant.ofEpochMilli(node.path("acceptedAtMs").asLong()),
                    Duration.ofMillis(node.path("latencyMs").asLong()),
                    insets,
                    retouch,
                    null));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            // Jackson's message quotes the file, and with it the prompt.
            LOG.log(System.Logger.Level.WARNING, "sandbox task {0} is no JSON", id);
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "sandbox task " + id + " cannot be read", e);
            return Optional.empty();
        }
    }

    // What older versions wrote down is a picture.
    private static Make make(JsonNode node) {
        return new Make(
                Make.Kind.valueOf(node.path("kind").asText(Make.Kind.PICTURE.name())),
                node.path("seconds").asInt(),
                node.path("voice").asText(null));
    }

    /** Deletes what is older than {@link #KEPT}. */
    void prune(Instant now) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{sb_,new-}*.{json,png,tmp,claim}")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(KEPT))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "old sandbox tasks could not be deleted", e);
        }
    }

    private Path json(String id) {
        return folder.resolve(id + ".json");
    }

    private Path claimOf(String id) {
        return folder.resolve(id + ".claim");
    }

    private Path retouch(String id) {
        return folder.resolve(id + ".kept.png");
    }

    private Path inset(String id, int index) {
        return folder.resolve(id + "." + index + ".png");
    }
}
