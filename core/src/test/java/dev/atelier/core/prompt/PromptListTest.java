package dev.atelier.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptListTest {
    private static final List<String> TWO = List.of("A red square on linen", "A blue circle at night");

    static Stream<Arguments> answersWithTwoPrompts() {
        return Stream.of(
                Arguments.of("plain array", "[\"A red square on linen\", \"A blue circle at night\"]"),
                Arguments.of(
                        "array in a code fence",
                        "```json\n[\n  \"A red square on linen\",\n  \"A blue circle at night\"\n]\n```"),
                Arguments.of(
                        "array under a key",
                        "{\"prompts\": [\"A red square on linen\", \"A blue circle at night\"], \"n\": 2}"),
                Arguments.of(
                        "array of objects",
                        "[{\"title\":\"One\",\"prompt\":\"A red square on linen\"},{\"prompt\":\"A blue circle at night\"}]"),
                Arguments.of("numbered list", "Here you are:\n1. A red square on linen\n2) A blue circle at night\n"),
                Arguments.of(
                        "numbered paragraphs",
                        "1. A red square\n   on linen\n\n2. A blue circle\n   at night\n\nEnjoy these fine prompts"),
                Arguments.of("bullets with quotes", "- \"A red square on linen\"\n- \"A blue circle at night\""),
                Arguments.of("labelled", "Prompt 1: A red square on linen\nPrompt 2: A blue circle at night"),
                Arguments.of("ruled paragraphs", "A red square on linen\n---\nA blue circle at night"),
                Arguments.of(
                        "bare paragraphs", "Here are two prompts:\n\nA red square on linen\n\nA blue circle at night"),
                Arguments.of(
                        "array that was cut off",
                        "[\"A red square on linen\", \"A blue circle at night\", \"A yellow tri"),
                Arguments.of(
                        "repeats",
                        "[\"A red square on linen\", \"A red square on linen\", \"A blue circle at night\"]"),
                Arguments.of(
                        "escapes and control characters",
                        "[\"A red\\nsquare on\\u0020linen\", \"A blue\\tcircle\\u200B at night\\u0007\"]"),
                Arguments.of(
                        "brackets in prose before the array",
                        "Done [as asked]:\n[\"A red square on linen\", \"A blue circle at night\"]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersWithTwoPrompts")
    void readsWhateverShapeTheModelChose(String shape, String answer) {
        assertThat(PromptList.parse(answer, 500)).as(shape).isEqualTo(TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "[]", "[\"\"]", "ok", "{}", "[", "\"", "[[[", "[{\"a\":", "[\"\\u12"})
    void findsNothingWhereThereIsNothing(String answer) {
        assertThat(PromptList.parse(answer, 500)).isEmpty();
    }

    @Test
    void cutsALongPromptAtTheLastWordThatFits() {
        assertThat(PromptList.parse("[\"alpha beta gamma delta\"]", 13)).containsExactly("alpha beta");
    }

    @Test
    void neverCutsACharacterInHalf() {
        String painter = "\uD83C\uDFA8";
        List<String> prompts = PromptList.parse("[\"" + painter.repeat(20) + "\"]", 9);
        assertThat(prompts).containsExactly(painter.repeat(4));
    }

    @Test
    void understandsAnyTextWithoutThrowing() {
        String alphabet = "[]{}\",:\\un1.-*`\n \tAb\uD83C";
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String answer = text.toString();
            assertThatCode(() -> PromptList.parse(answer, 40))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
            assertThat(PromptList.parse(answer, 40)).as("seed %d", seed).allMatch(prompt -> prompt.length() <= 40);
        }
    }
}
