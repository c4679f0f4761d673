package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.picture.PictureFiles;
import dev.atelier.core.picture.PictureFiles.ScaledPicture;
import dev.atelier.core.picture.PictureFormat;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.picture.PictureRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This module brings the reader for WebP that the JDK lacks. */
class WebpTest {
    private static final String LOSSY = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
    private static final String LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
    private static final String ALPHA =
            "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQB"
                    + "AJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA==";
    private static final String ANIMATED =
            "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAA"
                    + "AAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {LOSSY, LOSSLESS, ALPHA})
    void looksAtEveryKind(String base64) throws IOException {
        assertThat(ImageIO.getImageReadersByFormatName("webp").hasNext()).isTrue();
        byte[] bytes = Base64.getDecoder().decode(base64);
        PictureInfo info = PictureFiles.inspect(file(bytes), PictureLimits.DEFAULT);
        assertThat(info.format()).isEqualTo(PictureFormat.WEBP);
        assertThat(info.widthPx()).isEqualTo(1);
        assertThat(info.sizeBytes()).isEqualTo(bytes.length);
    }

    @Test
    void makesThumbnails() throws IOException {
        ScaledPicture opaque = PictureFiles.scale(file(Base64.getDecoder().decode(LOSSY)), 100);
        assertThat(opaque.format()).isEqualTo(PictureFormat.JPEG);
        ScaledPicture clear = PictureFiles.scale(file(Base64.getDecoder().decode(ALPHA)), 100);
        assertThat(clear.format()).isEqualTo(PictureFormat.PNG);
    }

    @Test
    void refusesAnimation() throws IOException {
        assertThat(refusal(Base64.getDecoder().decode(ANIMATED)).reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOSSY, LOSSLESS, ALPHA})
    void refusesWhatIsCutOff(String base64) throws IOException {
        byte[] whole = Base64.getDecoder().decode(base64);
        for (int length = 2; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)).reason())
                    .as("%d of %d bytes", length, whole.length)
                    .isEqualTo(Reason.TRUNCATED);
        }
    }

    /** The reader once went on for minutes behind the end of 26 bytes; so this has a limit. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void survivesFlippedBits(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes =
                    Base64.getDecoder().decode(List.of(LOSSY, LOSSLESS, ALPHA).get(random.nextInt(3)));
            for (int i = 0; i <= random.nextInt(6); i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(PictureFiles.inspect(file(bytes), PictureLimits.DEFAULT)
                                .sizeBytes())
                        .isEqualTo(bytes.length);
            } catch (PictureRefused refused) {
                assertThat(refused.getMessage()).endsWith(".");
            }
        }
    }

    private PictureRefused refusal(byte[] bytes) throws IOException {
        Path file = file(bytes);
        PictureRefused refused =
                catchThrowableOfType(PictureRefused.class, () -> PictureFiles.inspect(file, PictureLimits.DEFAULT));
        assertThat(refused).isNotNull();
        return refused;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("picture"), bytes);
    }
}
