package dev.atelier.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VendorWordsTest {
    @Test
    void plainWordsStay() {
        assertThat(VendorWords.clean("aspect_ratio is required", List.of("a red bicycle against a wall")))
                .isEqualTo("aspect_ratio is required");
    }

    @Test
    void addressesLoseEverythingBehindTheHost() {
        assertThat(VendorWords.clean("cannot read https://img.example.com/a.png?X-Sig=deadbeef&x=$1 now", List.of()))
                .isEqualTo("cannot read https://img.example.com/… now");
        assertThat(VendorWords.clean("bad url data:image/png;base64,AAAABBBB", List.of()))
                .doesNotContain("AAAA");
    }

    @Test
    void keysGo() {
        assertThat(VendorWords.clean("key sk-proj-0123456789abcdef is wrong", List.of()))
                .doesNotContain("0123456789");
        assertThat(VendorWords.clean("header was Bearer abc.def", List.of())).doesNotContain("abc.def");
    }

    @Test
    void aQuotedPromptIsWithheldInPartAndInWhole() {
        String prompt = "The jacket from image 2 on the person in image 1";

        assertThat(VendorWords.clean("Bad prompt: the jacket from IMAGE 2 on…", List.of(prompt)))
                .contains("withheld");
        assertThat(VendorWords.clean("Bad word: kitten", List.of("kitten"))).contains("withheld");
    }

    @Test
    void oneBoundedLine() {
        String cleaned = VendorWords.clean("a\r\nforged line\u202e" + "x".repeat(10_000), List.of());

        assertThat(cleaned).doesNotContain("\n", "\r", "\u202e").hasSizeLessThan(300);
    }
}
