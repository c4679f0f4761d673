package dev.atelier.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.atelier.core.picture.PictureFiles.ScaledPicture;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureScalingTest {
    @TempDir
    Path folder;

    @Test
    void keepsProportionsAndTheLongestSide() throws IOException {
        ScaledPicture wide = scale(Drawn.jpeg(Drawn.corners(1600, 900, BufferedImage.TYPE_INT_RGB)), 320);
        assertThat(wide.format()).isEqualTo(PictureFormat.JPEG);
        assertThat(wide.widthPx()).isEqualTo(320);
        assertThat(wide.heightPx()).isEqualTo(180);
        BufferedImage image = read(wide);
        assertThat(image.getWidth()).isEqualTo(320);
        assertCorners(image, Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    }

    @Test
    void doesNotEnlarge() throws IOException {
        ScaledPicture same = scale(Drawn.png(Drawn.corners(40, 30, BufferedImage.TYPE_INT_RGB)), 320);
        assertThat(same.widthPx()).isEqualTo(40);
        assertThat(same.heightPx()).isEqualTo(30);
    }

    @Test
    void keepsAPixelOfTheThinnest() throws IOException {
        ScaledPicture thin = scale(Drawn.png(Drawn.sweep(9000, 3, BufferedImage.TYPE_INT_RGB)), 100);
        assertThat(thin.widthPx()).isEqualTo(100);
        assertThat(thin.heightPx()).isEqualTo(1);
    }

    /** Where the four corners land, clockwise from the top left: what EXIF 2.32, 4.6.4 calls the visual top and left. */
    @ParameterizedTest
    @CsvSource({
        "1, RGWB, 160", "2, GRBW, 160", "3, WBRG, 160", "4, BWGR, 160",
        "5, RBWG, 80", "6, BRGW, 80", "7, WGRB, 80", "8, GWBR, 80"
    })
    void turnsPicturesUpright(int orientation, String clockwise, int width) throws IOException {
        byte[] jpeg = Drawn.jpeg(Drawn.corners(640, 320, BufferedImage.TYPE_INT_RGB));
        ScaledPicture upright = scale(Drawn.withExif(jpeg, orientation), 160);
        assertThat(upright.widthPx()).isEqualTo(width);
        BufferedImage image = read(upright);
        assertCorners(image, named(clockwise, 0), named(clockwise, 1), named(clockwise, 3), named(clockwise, 2));
        byte[] png = Drawn.png(Drawn.corners(640, 320, BufferedImage.TYPE_INT_RGB));
        assertThat(scale(Drawn.withChunk(png, "eXIf", Drawn.exif(orientation)), 160)
                        .widthPx())
                .isEqualTo(width);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255})
    void takesAnOddOrientationForUpright(int orientation) throws IOException {
        byte[] jpeg = Drawn.jpeg(Drawn.corners(64, 32, BufferedImage.TYPE_INT_RGB));
        assertThat(scale(Drawn.withExif(jpeg, orientation), 32).widthPx()).isEqualTo(32);
    }

    @Test
    void keepsAlphaAndItsEdgesClean() throws IOException {
        BufferedImage image = new BufferedImage(400, 400, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                image.setRGB(x, y, x < 201 ? 0xffff0000 : 0x0000ff00);
            }
        }
        ScaledPicture scaled = scale(Drawn.png(image), 100);
        assertThat(scaled.format()).isEqualTo(PictureFormat.PNG);
        BufferedImage result = read(scaled);
        assertThat(result.getRGB(10, 50)).isEqualTo(0xffff0000);
        assertThat(result.getRGB(90, 50) >>> 24).isZero();
        // One column in four is red; the hidden green behind the others must not show.
        assertThat(result.getRGB(50, 50)).isEqualTo(0x40ff0000);
    }

    @Test
    void makesAnOpaquePictureWithAnAlphaChannelAJpeg() throws IOException {
        assertThat(scale(Drawn.png(Drawn.corners(60, 60, BufferedImage.TYPE_INT_ARGB)), 30)
                        .format())
                .isEqualTo(PictureFormat.JPEG);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void keepsGreyAsLightAsItWas(int type) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, type);
        int full = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, full / 2);
        }
        assertThat(scaledShade(Drawn.png(image))).isCloseTo(127, within(2));
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
            assertThat(scaledShade(Drawn.jpeg(image))).isCloseTo(127, within(2));
        }
    }

    @Test
    void readsPalettes() throws IOException {
        ScaledPicture scaled = scale(Drawn.png(Drawn.corners(200, 100, BufferedImage.TYPE_BYTE_INDEXED)), 50);
        assertCorners(read(scaled), Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    }

    @Test
    void mixesInks() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, null);
        for (int i = 0; i < 64 * 64; i++) {
            raster.setPixel(i % 64, i / 64, new int[] {255, 0, 0, 255});
        }
        byte[] adobe = "Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] jpeg = Drawn.withSegment(Drawn.jpeg(raster), 0xee, adobe);
        assertNear(new Color(read(scale(jpeg, 16)).getRGB(8, 8)), Color.RED);
    }

    @Test
    void bringsOtherColourSpacesToSrgb() throws IOException {
        // In linear light a mean of 55 looks like sRGB 128.
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, 0x373737);
        }
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
        byte[] jpeg = Drawn.withSegment(Drawn.jpeg(image), 0xe2, Drawn.join(head, profile));
        assertThat(new Color(read(scale(jpeg, 16)).getRGB(8, 8)).getGreen()).isCloseTo(128, within(3));
        byte[] broken = Drawn.withSegment(Drawn.jpeg(image), 0xe2, Drawn.join(head, new byte[300]));
        assertThat(new Color(read(scale(broken, 16)).getRGB(8, 8)).getGreen()).isCloseTo(55, within(2));
    }

    @Test
    void carriesNoMetadata() throws IOException {
        byte[] jpeg = Drawn.withExif(Drawn.jpeg(Drawn.corners(64, 64, BufferedImage.TYPE_INT_RGB)), 6);
        byte[] comment = "taken at home".getBytes(StandardCharsets.UTF_8);
        ScaledPicture scaled = scale(Drawn.withSegment(jpeg, 0xfe, comment), 32);
        assertThat(new String(scaled.bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("Exif")
                .doesNotContain("taken at home");
    }

    @Test
    void scalesAPhotographWithoutMuchMemory() throws IOException {
        byte[] photo = Drawn.jpeg(Drawn.sweep(4000, 3000, BufferedImage.TYPE_3BYTE_BGR));
        byte[] poster = Drawn.jpeg(Drawn.sweep(8000, 5000, BufferedImage.TYPE_3BYTE_BGR));
        Path photoFile = Files.write(folder.resolve("photo"), photo);
        Path posterFile = Files.write(folder.resolve("poster"), poster);
        assertThat(allocatedBy(() -> PictureFiles.scale(photoFile, 512))).isLessThan(80L << 20);
        assertThat(allocatedBy(() -> PictureFiles.scale(posterFile, 512))).isLessThan(64L << 20);
        assertThat(allocatedBy(() -> PictureFiles.inspect(posterFile, PictureLimits.DEFAULT)))
                .isLessThan(16L << 20);
        assertThat(PictureFiles.scale(posterFile, 512).heightPx()).isEqualTo(320);
    }

    @Test
    void refusesWhatCannotBeDecoded() throws IOException {
        byte[] jpeg = Drawn.jpeg(Drawn.corners(64, 64, BufferedImage.TYPE_INT_RGB));
        Path cut = Files.write(folder.resolve("cut"), Drawn.slice(jpeg, 0, jpeg.length - 40));
        assertThatExceptionOfType(PictureRefused.class).isThrownBy(() -> PictureFiles.scale(cut, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> PictureFiles.scale(cut, 0));
    }

    private int scaledShade(byte[] file) throws IOException {
        // The raw sample of a colour copy; a grey one would be read back in linear light.
        return new Color(read(scale(file, 16)).getRGB(8, 8)).getRed();
    }

    private interface Work {
        Object run() throws IOException;
    }

    /**
     * Everything allocated, collected meanwhile or not. What is held at one time is about half of it: the JDK's JPEG
     * reader makes each row twice.
     */
    private static long allocatedBy(Work work) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(work.run()).isNotNull();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static Color named(String clockwise, int corner) {
        return switch (clockwise.charAt(corner)) {
            case 'R' -> Color.RED;
            case 'G' -> Color.GREEN;
            case 'B' -> Color.BLUE;
            default -> Color.WHITE;
        };
    }

    private static void assertCorners(
            BufferedImage image, Color topLeft, Color topRight, Color bottomLeft, Color bottomRight) {
        int right = image.getWidth() * 3 / 4;
        int bottom = image.getHeight() * 3 / 4;
        int left = image.getWidth() / 4;
        int top = image.getHeight() / 4;
        assertNear(new Color(image.getRGB(left, top)), topLeft);
        assertNear(new Color(image.getRGB(right, top)), topRight);
        assertNear(new Color(image.getRGB(left, bottom)), bottomLeft);
        assertNear(new Color(image.getRGB(right, bottom)), bottomRight);
    }

    private static void assertNear(Color actual, Color wanted) {
        assertThat(actual.getRed()).isCloseTo(wanted.getRed(), within(12));
        assertThat(actual.getGreen()).isCloseTo(wanted.getGreen(), within(12));
        assertThat(actual.getBlue()).isCloseTo(wanted.getBlue(), within(12));
    }

    private ScaledPicture scale(byte[] bytes, int longestSidePx) throws IOException {
        return PictureFiles.scale(Files.write(folder.resolve("picture"), bytes), longestSidePx);
    }

    private static BufferedImage read(ScaledPicture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }
}
