package dev.atelier.providers.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Says words as tones, one for each, higher or lower by the word: the same words give the same bytes. Thread-safe. */
final class Tones {
    /** The default first. */
    static final List<String> VOICES = List.of("flute", "cello", "bell");

    static final String COMMENT = "Simulated voice, made by a program; no AI model spoke.";

    private static final int HERTZ = 16_000;
    private static final double[] SCALE = {1, 9 / 8.0, 5 / 4.0, 3 / 2.0, 5 / 3.0, 2};
    private static final int PAUSE_MS = 60;
    private static final int FADE_MS = 15;

    private Tones() {}

    /** A WAV file of 16 bits, one channel. */
    static byte[] say(String words, String voice) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        for (String word : words.strip().split("\\s+")) {
            tone(word, voice, sound);
            silence(word.matches(".*[.!?]") ? 4 * PAUSE_MS : PAUSE_MS, sound);
        }
        return file(sound.toByteArray());
    }

    private static void tone(String word, String voice, ByteArrayOutputStream out) {
        Dice dice = Dice.of(word);
        double pitch = pitch(voice) * SCALE[dice.below(SCALE.length)];
        int samples = HERTZ * Math.min(420, 110 + 30 * word.length()) / 1_000;
        int fade = HERTZ * FADE_MS / 1_000;
        for (int i = 0; i < samples; i++) {
            double loud = Math.min(1, Math.min(i, samples - i) / (double) fade);
            double turn = 2 * StrictMath.PI * pitch * i / HERTZ;
            // A fifth of the octave above makes it less of a test tone.
            double wave = 0.8 * StrictMath.sin(turn) + 0.2 * StrictMath.sin(2 * turn);
            sample((int) (9_000 * loud * wave), out);
        }
    }

    private static double pitch(String voice) {
        return switch (VOICES.indexOf(voice)) {
            case 1 -> 110;
            case 2 -> 440;
            default -> 220;
        };
    }

    private static void silence(int millis, ByteArrayOutputStream out) {
        for (int i = 0; i < HERTZ * millis / 1_000; i++) {
            sample(0, out);
        }
    }

    private static void sample(int value, ByteArrayOutputStream out) {
        out.write(value);
        out.write(value >> 8);
    }

    private static byte[] file(byte[] sound) {
        byte[] comment =
                (COMMENT + "\0\0").substring(0, (COMMENT.length() + 2) / 2 * 2).getBytes(StandardCharsets.ISO_8859_1);
        int list = 4 + 8 + comment.length;
        ByteBuffer file = ByteBuffer.allocate(44 + 8 + list + sound.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(text("RIFF")).putInt(file.capacity() - 8).put(text("WAVEfmt ")).putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(HERTZ).putInt(2 * HERTZ);
        file.putShort((short) 2).putShort((short) 16);
        file.put(text("LIST"))
                .putInt(list)
                .put(text("INFOICMT"))
                .putInt(comment.length)
                .put(comment);
        file.put(text("data")).putInt(sound.length).put(sound);
        return file.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
