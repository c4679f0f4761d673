package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void onlyOldFilesOfOursGo() throws IOException {
        Path result = file("atelier-result-1.tmp", NOON.minusSeconds(1));
        Path upload = file("atelier-upload-1.tmp", NOON.minusSeconds(1));
        Path inUse = file("atelier-result-2.tmp", NOON);
        Path foreign = file("something-else.tmp", NOON.minusSeconds(1));

        assertThat(Leftovers.forget(folder, NOON)).isEqualTo(2);

        assertThat(result).doesNotExist();
        assertThat(upload).doesNotExist();
        assertThat(inUse).exists();
        assertThat(foreign).exists();
    }

    @Test
    void aFolderThatIsNotThereHoldsNone() {
        assertThat(Leftovers.forget(folder.resolve("gone"), NOON)).isZero();
    }

    private Path file(String name, Instant changed) throws IOException {
        return Files.setLastModifiedTime(Files.createFile(folder.resolve(name)), FileTime.from(changed));
    }
}
