package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MagicWordsTest {
    @Test
    void areFoundAnywhereAndTakenOut() {
        String prompt = "a red !slow=8s square, !FAIL and!half=2";
        MagicWords magic = MagicWords.in(prompt);
        assertThat(magic.has(MagicWords.FAIL)).isTrue();
        assertThat(magic.slow()).contains(Duration.ofSeconds(8));
        assertThat(magic.unluckyHalf(false)).isTrue();
        assertThat(MagicWords.strip(prompt)).isEqualTo("a red square, and");
    }

    @Test
    void longerWordsAreNoMagic() {
        String prompt = "do not !failure, !slowly, !429th";
        assertThat(MagicWords.in(prompt).has(MagicWords.FAIL)).isFalse();
        assertThat(MagicWords.strip(prompt)).isEqualTo(prompt);
    }

    @Test
    void slowReadsUnitsAndHasALimit() {
        assertThat(MagicWords.in("!slow").slow()).contains(Duration.ofSeconds(8));
        assertThat(MagicWords.in("!slow=250ms").slow()).contains(Duration.ofMillis(250));
        assertThat(MagicWords.in("!slow=3").slow()).contains(Duration.ofSeconds(3));
        assertThat(MagicWords.in("!slow=999999999s").slow()).contains(Duration.ofHours(1));
        assertThat(MagicWords.in("slow").slow()).isEmpty();
    }

    @Test
    void halfGoesByNumberAndElseBySeed() {
        assertThat(MagicWords.in("!half").unluckyHalf(true)).isTrue();
        assertThat(MagicWords.in("!half").unluckyHalf(false)).isFalse();
        assertThat(MagicWords.in("!half=3").unluckyHalf(true)).isFalse();
        assertThat(MagicWords.in("!half=4").unluckyHalf(false)).isTrue();
        assertThat(MagicWords.in("a half").unluckyHalf(true)).isFalse();
    }

    @Test
    void goIntoPromptsWithoutTheOnesMeantForTheWriter() {
        assertThat(MagicWords.in("!llm-short x !half y !slow=2s").forPrompt(3)).isEqualTo("!half=3 !slow=2s");
    }
}
