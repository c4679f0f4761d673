package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mask keeps of a picture of 300 by 200, laid over a square of 512: its hole is at 128 to 384 both ways. */
class RetouchTest {
    private static final int GROUND = 0xFFEEDD;
    private static final List<PictureInput> PICTURE = List.of(Orders.picture(GROUND, 0x226644, "png"));
    private static final int[][] KEPT = {{20, 20}, {490, 20}, {20, 490}, {256, 120}, {120, 256}, {392, 256}, {256, 392}
    };

    private final SettableClock clock = SettableClock.standing(Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ImageGenerationProvider provider() {
        return new SandboxProviderFactory(clock)
                .imageGeneration(Orders.settings(Map.of("folder", folder.toString(), "latencyMs", "500")));
    }

    private BufferedImage made(ImageGenerationProvider provider, VendorTaskId task) {
        clock.advance(Duration.ofSeconds(1));
        return Orders.decoded(Orders.picture(provider, task));
    }

    private static int[] hole(BufferedImage image) {
        return image.getRGB(132, 132, 248, 248, null, 0, 248);
    }

    @Test
    void onlyTheHoleIsPaintedAnew() {
        ImageGenerationProvider provider = provider();
        BufferedImage one =
                made(provider, Orders.task(provider.submit(Orders.retouch("m-1", 3, PICTURE, Orders.mask()))));
        BufferedImage other =
                made(provider, Orders.task(provider.submit(Orders.retouch("m-2", 4, PICTURE, Orders.mask()))));
        for (BufferedImage image : List.of(one, other)) {
            for (int[] at : KEPT) {
                assertThat(image.getRGB(at[0], at[1]) & 0xFFFFFF)
                        .as("%d, %d", at[0], at[1])
                        .isEqualTo(GROUND);
            }
            assertThat(Arrays.stream(hole(image)).distinct().count()).isGreaterThan(1);
            assertThat(Mark.isOn(image)).isTrue();
        }
        assertThat(hole(one)).isNotEqualTo(hole(other));
    }

    @Test
    void whatIsKeptOutlivesARestart() {
        ImageGenerationProvider before = provider();
        VendorTaskId task = Orders.task(before.submit(Orders.retouch("m-3", 3, PICTURE, Orders.mask())));
        clock.advance(Duration.ofSeconds(1));
        assertThat(Orders.picture(provider(), task)).isEqualTo(Orders.picture(before, task));
    }

    @Test
    void aMaskThatLiesOnNothingOrIsNoPictureIsRefused() {
        for (var order : List.of(
                Orders.retouch("m-4", 3, List.of(), Orders.mask()),
                Orders.retouch("m-5", 3, PICTURE, Orders.input("words".getBytes(StandardCharsets.UTF_8))))) {
            ProviderFailure refusal =
                    catchThrowableOfType(ProviderFailure.class, () -> provider().submit(order));
            assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        }
    }
}
