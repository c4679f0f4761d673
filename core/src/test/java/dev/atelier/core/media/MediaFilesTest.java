package dev.atelier.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.fakes.SampleMedia;
import dev.atelier.core.media.MediaFormat.Kind;
import dev.atelier.core.picture.PictureLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaFilesTest {
    @TempDir
    private Path folder;

    @Test
    void anMp4SaysItsSizeAndLength() {
        MediaInfo film = look(SampleMedia.mp4(1280, 720, 8_040), Kind.FILM);
        assertThat(film.format()).isEqualTo(MediaFormat.MP4);
        assertThat(film.widthPx()).isEqualTo(1280);
        assertThat(film.heightPx()).isEqualTo(720);
        assertThat(film.duration()).isEqualTo(Duration.ofMillis(8_040));
        assertThat(film.sha256()).hasSize(64);
    }

    @Test
    void aGifSaysItsSizeAndLengthAndHasAFirstFrame() throws IOException {
        byte[] gif = SampleMedia.gif(40, 30);
        MediaInfo film = look(gif, Kind.FILM);
        assertThat(film).extracting(MediaInfo::widthPx, MediaInfo::heightPx).containsExactly(40, 30);
        assertThat(film.duration()).isEqualTo(Duration.ofSeconds(1));
        Path png = folder.resolve("frame.png");
        assertThat(MediaFiles.firstFrame(file(gif), png, PictureLimits.DEFAULT)).isTrue();
        assertThat(Files.size(png)).isPositive();
        assertThat(MediaFiles.firstFrame(file(gif), png, new PictureLimits(1_000, 1_199, 100)))
                .isFalse();
    }

    @Test
    void aWebmSaysItsSizeAndLength() {
        MediaInfo film = look(webm("webm"), Kind.FILM);
        assertThat(film.format()).isEqualTo(MediaFormat.WEBM);
        assertThat(film).extracting(MediaInfo::widthPx, MediaInfo::heightPx).containsExactly(320, 240);
        assertThat(film.duration()).isEqualTo(Duration.ofMillis(2_500));
        assertThatThrownBy(() -> look(webm("mkv1"), Kind.FILM)).isInstanceOf(MediaRefused.class);
    }

    @Test
    void aWavSaysItsLengthEvenIfItsWriterDidNotKnowIt() {
        byte[] wav = SampleMedia.wav(2);
        assertThat(look(wav, Kind.VOICE).duration()).isEqualTo(Duration.ofSeconds(2));
        ByteBuffer.wrap(wav).putInt(40, -1);
        assertThat(look(wav, Kind.VOICE).duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anMp3IsAsLongAsItsFrames() {
        byte[] frame = new byte[417];
        System.arraycopy(HexFormat.of().parseHex("fffb9064"), 0, frame, 0, 4);
        ByteArrayOutputStream mp3 = new ByteArrayOutputStream();
        mp3.writeBytes(HexFormat.of().parseHex("49443304000000000002aaaa"));
        for (int i = 0; i < 100; i++) {
            mp3.writeBytes(frame);
        }
        MediaInfo voice = look(mp3.toByteArray(), Kind.VOICE);
        assertThat(voice.format()).isEqualTo(MediaFormat.MP3);
        assertThat(voice.duration()).isEqualTo(Duration.ofMillis(2_612));
    }

    @Test
    void anOggIsAsLongAsItsLastPageSays() {
        byte[] head = page(0, "OpusHead\1\1\70\1\200\273\0\0\0\0\0");
        byte[] last = page(48_312, "x".repeat(200));
        byte[] ogg = Arrays.copyOf(head, head.length + last.length);
        System.arraycopy(last, 0, ogg, head.length, last.length);
        assertThat(look(ogg, Kind.VOICE).duration()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> look(Arrays.copyOf(ogg, ogg.length - 5), Kind.VOICE))
                .hasMessage("The OGG file is cut off.");
        assertThatThrownBy(() -> look(page(0, "\200theora-and-more"), Kind.VOICE))
                .isInstanceOf(MediaRefused.class);
    }

    @Test
    void aFlacSaysItsLength() {
        ByteBuffer flac = ByteBuffer.allocate(64);
        flac.put("fLaC".getBytes(StandardCharsets.ISO_8859_1)).putInt(34);
        flac.putLong(18, 44_100L << 44 | 15L << 36 | 88_200L);
        assertThat(look(flac.array(), Kind.VOICE).duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whatIsSomethingElseIsRefused() {
        for (String other : new String[] {"", "<html>no</html>", "%PDF-1.7", "\u0089PNG\r\n\u001a\n", "RIFF....AVI "}) {
            byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> look(bytes, Kind.FILM)).as(other).isInstanceOf(MediaRefused.class);
            assertThatThrownBy(() -> look(bytes, Kind.VOICE)).as(other).isInstanceOf(MediaRefused.class);
        }
        assertThatThrownBy(() -> look(SampleMedia.wav(1), Kind.FILM)).isInstanceOf(MediaRefused.class);
        assertThatThrownBy(() -> look(SampleMedia.gif(9, 9), Kind.VOICE)).isInstanceOf(MediaRefused.class);
    }

    @Test
    void whatIsCutOffIsRefused() {
        for (byte[] whole : new byte[][] {SampleMedia.mp4(64, 64, 10), SampleMedia.gif(20, 20)}) {
            byte[] half = Arrays.copyOf(whole, whole.length - 9);
            assertThatThrownBy(() -> look(half, Kind.FILM)).hasMessageContaining("is cut off");
        }
        byte[] wav = SampleMedia.wav(1);
        assertThatThrownBy(() -> look(Arrays.copyOf(wav, 4_000), Kind.VOICE)).hasMessage("The WAV file is cut off.");
    }

    @Test
    void noDamageDoesWorseThanARefusal() {
        byte[][] films = {SampleMedia.mp4(64, 64, 10), SampleMedia.gif(20, 20), webm("webm")};
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int round = 0; round < 600; round++) {
            byte[] damaged = films[round % films.length].clone();
            for (int i = 0; i < 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(look(damaged, Kind.FILM).sizeBytes()).isEqualTo(damaged.length);
            } catch (MediaRefused expected) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 599);
    }

    private MediaInfo look(byte[] bytes, Kind kind) {
        try {
            return MediaFiles.inspect(file(bytes), kind);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    private static byte[] page(long position, String content) {
        byte[] body = content.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer page = ByteBuffer.allocate(28 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.ISO_8859_1)).putLong(6, position);
        page.put(26, (byte) 1).put(27, (byte) body.length).position(28).put(body);
        return page.array();
    }

    /** Header, segment of unknown size, length in a float of milliseconds, one track of pictures, one cluster. */
    private static byte[] webm(String type) {
        String name = HexFormat.of().formatHex(type.getBytes(StandardCharsets.ISO_8859_1));
        String seconds = HexFormat.of().toHexDigits(Float.floatToIntBits(2_500f));
        String info = "1549a966" + "8e" + "2ad7b1" + "83" + "0f4240" + "4489" + "84" + seconds;
        String tracks = "1654ae6b" + "8f" + "ae" + "8d" + "8381" + "01" + "e0" + "88" + "b0820140" + "ba8200f0";
        return HexFormat.of()
                .parseHex("1a45dfa3" + "87" + "428284" + name + "18538067" + "01ffffffffffffff" + info + tracks
                        + "1f43b675" + "81" + "00");
    }
}
