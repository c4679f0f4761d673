package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PainterTest {
    private static final Format DRAFT = Format.of("1:1", "draft").orElseThrow();

    private static byte[] paint(String prompt, long seed) {
        return Painter.paint(new Painter.Sheet(prompt, seed, DRAFT, List.of()));
    }

    /** Pixels, not bytes, so that only our own drawing and not the JDK's zlib is held to it; seen on JDK 17 and 25. */
    @ParameterizedTest
    @CsvSource({
        "a red square resting on a blue circle, 1, 4e4b72b7c6d177cb",
        "many stars at night, 3, f3b94dd99bfd2258",
        "jazz, 4, 873ff08e2ce1fcc3",
    })
    void drawsTheSamePixelsForEver(String prompt, long seed, String sha256) {
        BufferedImage image = Orders.decoded(paint(prompt, seed));
        StringBuilder pixels = new StringBuilder();
        for (int rgb : image.getRGB(0, 0, 512, 512, null, 0, 512)) {
            pixels.append(rgb).append(' ');
        }
        byte[] hash = Dice.sha256(pixels.toString().getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo(sha256);
    }

    @Test
    void givesTheSameBytesTwice() {
        assertThat(paint("a spiral of yellow circles", 7)).isEqualTo(paint("a spiral of yellow circles", 7));
    }

    @Test
    void everySeedIsAnotherPicture() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 24; seed++) {
            seen.add(HexFormat.of().formatHex(Dice.sha256(paint("a calm portrait", seed))));
        }
        assertThat(seen).hasSizeGreaterThan(22);
    }

    static Stream<String[]> formats() {
        return Format.RATIOS.stream()
                .flatMap(ratio -> Format.QUALITIES.keySet().stream().map(quality -> new String[] {ratio, quality}));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void drawsEveryFormat(String ratio, String quality) {
        Format format = Format.of(ratio, quality).orElseThrow();
        BufferedImage image =
                Orders.decoded(Painter.paint(new Painter.Sheet("two triangles and a ring", 1, format, List.of())));
        int longest = Math.max(image.getWidth(), image.getHeight());
        String[] parts = ratio.split(":");
        double wanted = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
        assertThat(longest).isEqualTo(Format.QUALITIES.get(quality));
        assertThat((double) image.getWidth() / image.getHeight()).isBetween(wanted * 0.98, wanted * 1.02);
        assertThat(Mark.isOn(image)).isTrue();
    }

    @Test
    void aPictureWithoutTheMarkIsNotTakenForOurs() {
        assertThat(Mark.isOn(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB)))
                .isFalse();
    }

    @Test
    void theFileSaysThatItIsSimulated() {
        String file = new String(paint("anything", 1), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("tEXtSoftware\0Atelier sandbox").contains("tEXtComment\0Simulated picture");
    }

    @Test
    void obeysColoursAndLayout() {
        BufferedImage image = Orders.decoded(paint("a red square resting on a blue circle", 5));
        int top = count(image, Hue.RED, 0, 256);
        int below = count(image, Hue.BLUE, 256, 512);
        assertThat(top).isGreaterThan(4_000);
        assertThat(below).isGreaterThan(10_000);
        assertThat(count(image, Hue.BLUE, 0, 128)).isLessThan(200);
    }

    @Test
    void nightIsDarkAndLinenIsLight() {
        assertThat(Painter.dark(
                        Orders.decoded(paint("three circles at night", 1)).getRGB(3, 300)))
                .isTrue();
        assertThat(Painter.dark(
                        Orders.decoded(paint("three circles on linen", 1)).getRGB(3, 300)))
                .isFalse();
    }

    @Test
    void aPictureInTheOrderShowsInTheResult() throws IOException {
        Inset green = Inset.of(Orders.picture(0xD8E6DD, 0x117744, "png"));
        Inset purple = Inset.of(Orders.picture(0xE2D8E6, 0x662299, "jpg"));
        BufferedImage without = Orders.decoded(paint("the bottle", 1));
        BufferedImage withGreen = drawn(List.of(green));
        BufferedImage withPurple = drawn(List.of(purple));
        assertThat(count(withGreen, Hue.GREEN, 0, 512)).isGreaterThan(count(without, Hue.GREEN, 0, 512) + 5_000);
        assertThat(count(withPurple, Hue.PURPLE, 0, 512)).isGreaterThan(5_000);
        assertThat(drawn(List.of(green, purple)).getRGB(256, 256)).isNotZero();
        assertThat(Painter.paint(new Painter.Sheet("the bottle", 1, DRAFT, List.of(green, purple))))
                .isNotEqualTo(Painter.paint(new Painter.Sheet("the bottle", 1, DRAFT, List.of(purple, green))));
    }

    @Test
    void aFileThatNoReaderKnowsStillMakesADifference() throws IOException {
        Inset one = Inset.of(Orders.input(new byte[] {1, 2, 3}));
        Inset other = Inset.of(Orders.input(new byte[] {1, 2, 4}));
        assertThat(one.colours()).isNotEqualTo(other.colours()).hasSize(3);
    }

    @Test
    void aPhotographKeepsItsColours() {
        BufferedImage noise = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
        int[] wanted = new int[512 * 512];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = 0xFF000000 | i * 61;
            noise.setRGB(i % 512, i / 512, wanted[i]);
        }
        BufferedImage read = Orders.decoded(PngFile.write(noise));
        assertThat(read.getRGB(0, 0, 512, 512, null, 0, 512)).isEqualTo(wanted);
    }

    private static BufferedImage drawn(List<Inset> insets) {
        return Orders.decoded(Painter.paint(new Painter.Sheet("the bottle", 1, DRAFT, insets)));
    }

    private static int count(BufferedImage image, Hue hue, int fromY, int toY) {
        int count = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += Hue.nearest(image.getRGB(x, y) & 0xFFFFFF) == hue ? 1 : 0;
            }
        }
        return count;
    }
}
