package dev.atelier.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.picture.PictureRefused.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureInspectionTest {
    private static final byte[] PNG = Drawn.png(Drawn.sweep(160, 120, BufferedImage.TYPE_INT_RGB));
    private static final byte[] JPEG = Drawn.jpeg(Drawn.sweep(160, 120, BufferedImage.TYPE_INT_RGB));
    private static final byte[] PROGRESSIVE = Drawn.progressiveJpeg(Drawn.sweep(160, 120, BufferedImage.TYPE_INT_RGB));
    /** One pixel, lossy. */
    private static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    @TempDir
    Path folder;

    @Test
    void tellsFormatSizeAndHash() throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PNG));
        assertThat(inspect(PNG)).isEqualTo(new PictureInfo(PictureFormat.PNG, 160, 120, PNG.length, sha256));
        assertThat(inspect(JPEG).format()).isEqualTo(PictureFormat.JPEG);
        assertThat(inspect(PROGRESSIVE).widthPx()).isEqualTo(160);
    }

    @Test
    void readsWebpByHeaderWhenNoReaderIsThere() {
        PictureInfo info = inspect(WEBP);
        assertThat(info.format()).isEqualTo(PictureFormat.WEBP);
        assertThat(info.widthPx()).isEqualTo(1);
        assertThat(info.heightPx()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void takesEveryKindOfPng(int type) {
        assertThat(inspect(Drawn.png(Drawn.sweep(50, 40, type))).widthPx()).isEqualTo(50);
    }

    @Test
    void takesJpegsOfFourInks() {
        assertThat(inspect(Drawn.jpeg(inks())).heightPx()).isEqualTo(24);
    }

    @Test
    void takesWhatFollowsTheEndOfAPicture() {
        byte[] tail = "panorama data of a phone".getBytes(StandardCharsets.UTF_8);
        assertThat(inspect(Drawn.join(JPEG, tail)).widthPx()).isEqualTo(160);
        assertThat(inspect(Drawn.join(PNG, tail)).widthPx()).isEqualTo(160);
    }

    @Test
    void takesAJpegWithABrokenColourProfile() {
        byte[] profile = "ICC_PROFILE\0\1\1 this is no profile".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(inspect(Drawn.withSegment(JPEG, 0xe2, profile)).widthPx()).isEqualTo(160);
    }

    @Test
    void refusesAFileThatEndsTooEarlyWhereverItIsCut() {
        for (byte[] whole : new byte[][] {PNG, JPEG, PROGRESSIVE, WEBP, Drawn.jpeg(inks()), Drawn.withExif(JPEG, 6)}) {
            for (int percent = 7; percent < 100; percent += 7) {
                byte[] cut = Drawn.slice(whole, 0, whole.length * percent / 100);
                assertThat(refusal(cut).reason())
                        .as("%d %% of %d bytes", percent, whole.length)
                        .isEqualTo(Reason.TRUNCATED);
            }
            assertThat(refusal(Drawn.slice(whole, 0, whole.length - 2)).reason())
                    .isEqualTo(Reason.TRUNCATED);
        }
    }

    @Test
    void refusesAJpegWhoseMiddleIsMissingThoughItHasAnEnd() {
        byte[] start = Drawn.slice(JPEG, 0, JPEG.length / 2);
        byte[] end = {(byte) 0xff, (byte) 0xd9};
        assertThat(refusal(Drawn.join(start, end)).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void refusesBombsByTheirHeader() {
        PictureRefused refused = refusal(Drawn.pngHeader(30_000, 30_000));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refused).hasMessageContaining("30,000 x 30,000").hasMessageContaining("12,000");
        assertThat(refusal(Drawn.pngHeader(11_000, 11_000))).hasMessageContaining("121,000,000");
        assertThat(refusal(Drawn.pngHeader(1, 12_001)).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);

        byte[] jpeg = JPEG.clone();
        int frame = indexOf(jpeg, new byte[] {(byte) 0xff, (byte) 0xc0});
        jpeg[frame + 5] = (byte) 0xff;
        jpeg[frame + 7] = (byte) 0xff;
        assertThat(refusal(jpeg).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);

        byte[] webp = WEBP.clone();
        webp[27] = 0x3f;
        webp[29] = 0x3f;
        assertThat(refusal(webp).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void doesNotInflateTextThatIsABomb() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(zeros);
            }
        }
        byte[] palette = Drawn.png(Drawn.sweep(20, 20, BufferedImage.TYPE_BYTE_INDEXED));
        assertThat(inspect(Drawn.withChunk(palette, "zTXt", packed.toByteArray()))
                        .widthPx())
                .isEqualTo(20);
        assertThat(inspect(Drawn.withChunk(palette, "iCCP", packed.toByteArray()))
                        .widthPx())
                .isEqualTo(20);
    }

    @Test
    void refusesAJpegOfEndlessScans() {
        int scan = indexOf(PROGRESSIVE, new byte[] {(byte) 0xff, (byte) 0xda});
        byte[] head = Drawn.slice(PROGRESSIVE, 0, scan);
        byte[] scans = Drawn.slice(PROGRESSIVE, scan, PROGRESSIVE.length - 2);
        byte[] all = head;
        for (int i = 0; i < 20; i++) {
            all = Drawn.join(all, scans);
        }
        assertThat(refusal(Drawn.join(all, new byte[] {(byte) 0xff, (byte) 0xd9}))
                        .reason())
                .isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void looksAtTheSizeBeforeTheBytes() {
        PictureLimits limits = new PictureLimits(1000, 1_000_000, 1000);
        PictureRefused refused = catchThrowableOfType(
                PictureRefused.class, () -> PictureFiles.inspect(file("x.png", new byte[1001]), limits));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(refused).hasMessage("The file has 1,001 bytes; at most 1,000 are taken.");
        assertThat(refusal(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GIF89a........, a GIF
            %PDF-1.7......, a PDF
            II*~......,     a TIFF
            MM~*......,     a TIFF
            BM....~~~~6~~~(~~~.............., a BMP
            ~~~~ftypheic~~~~mif1, a HEIC
            ~~~~ftypavif~~~~mif1, an AVIF
            ~~~~ftypisom~~~~mp41, a video
            <svg xmlns="http://www.w3.org/2000/svg"/>, an SVG
            <?xml version="1.0"?><svg/>, an SVG
            <!DOCTYPE html><script>alert(1)</script>, a web page
            '  <html><body>', a web page""")
    void namesFormatsThatAreNotTaken(String content, String name) {
        PictureRefused refused = refusal(content.replace('~', '\0').getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(refused).hasMessageContaining("looks like " + name);
    }

    @Test
    void refusesAnimation() {
        PictureRefused refused = refusal(Drawn.withChunk(PNG, "acTL", new byte[8]));
        assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(refused).hasMessageContaining("animated");
    }

    @Test
    void refusesAnythingElse() {
        assertThat(refusal("hello, world".getBytes(StandardCharsets.UTF_8)).reason())
                .isEqualTo(Reason.NOT_A_PICTURE);
        assertThat(refusal(new byte[4000]).reason()).isEqualTo(Reason.NOT_A_PICTURE);
        byte[] polyglot = Drawn.join("<html><!--".getBytes(StandardCharsets.UTF_8), PNG);
        assertThat(refusal(polyglot).reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @Test
    void aNameSaysNothing() throws IOException {
        assertThat(PictureFiles.inspect(file("picture.html", JPEG), PictureLimits.DEFAULT)
                        .format())
                .isEqualTo(PictureFormat.JPEG);
        assertThat(PictureFiles.inspect(file("picture.png", JPEG), PictureLimits.DEFAULT)
                        .format())
                .isEqualTo(PictureFormat.JPEG);
    }

    /** Whatever bytes come, the answer is information or a refusal; the seed of a failing round stands in its name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void survivesFlippedBits(long seed) {
        Random random = new Random(seed);
        byte[][] wholes = {PNG, JPEG, PROGRESSIVE, WEBP, Drawn.jpeg(inks()), Drawn.withExif(JPEG, 6)};
        for (int round = 0; round < 120; round++) {
            byte[] bytes = wholes[random.nextInt(wholes.length)].clone();
            int flips = 1 + random.nextInt(8);
            int reach = random.nextBoolean() ? Math.min(200, bytes.length) : bytes.length;
            for (int i = 0; i < flips; i++) {
                bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(inspect(bytes).sizeBytes()).isEqualTo(bytes.length);
            } catch (PictureRefused refused) {
                assertThat(refused.getMessage()).endsWith(".");
            }
        }
    }

    @Test
    void leavesNoTemporaryFileAndNoOpenFile() throws IOException {
        boolean cacheBefore = ImageIO.getUseCache();
        Path file = file("gone.jpg", JPEG);
        PictureFiles.inspect(file, PictureLimits.DEFAULT);
        assertThat(ImageIO.getUseCache()).isEqualTo(cacheBefore);
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            assertThat(openFiles(descriptors)).doesNotContain(file);
        }
    }

    private static List<Path> openFiles(Path descriptors) throws IOException {
        try (Stream<Path> links = Files.list(descriptors)) {
            return links.map(link -> {
                        try {
                            return Files.readSymbolicLink(link);
                        } catch (IOException closedMeanwhile) {
                            return link;
                        }
                    })
                    .toList();
        }
    }

    private static Raster inks() {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 24, 4, null);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 32; x++) {
                raster.setPixel(x, y, new int[] {x * 8, y * 10, 128, 200});
            }
        }
        return raster;
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    private PictureRefused refusal(byte[] bytes) {
        PictureRefused refused = catchThrowableOfType(PictureRefused.class, () -> inspect(bytes));
        assertThat(refused).isNotNull();
        return refused;
    }

    private PictureInfo inspect(byte[] bytes) {
        try {
            return PictureFiles.inspect(file("picture", bytes), PictureLimits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
