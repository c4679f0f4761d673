package dev.atelier.app;

import java.util.random.RandomGenerator;

/** Passwords that can be read aloud: consonants and vowels in turns, 64 random bits and more. */
final class ReadablePassword {
    private static final String CONSONANTS = "bdfghjkmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int WORDS = 4;
    private static final int SYLLABLES = 3;

    private ReadablePassword() {}

    /** Four words of six letters and a number, such as {@code radivo-kepusa-…-4821}: log2(75)·12 + 13 = 88 bits. */
    static String make(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            for (int syllable = 0; syllable < SYLLABLES; syllable++) {
                text.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
                        .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
            }
            text.append('-');
        }
        return text.append(1000 + random.nextInt(9000)).toString();
    }
}
