package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sandbox as a language model and as a describer of pictures. */
class SandboxTextTest {
    private final SandboxProviderFactory factory = new SandboxProviderFactory();
    private final LlmProvider llm = factory.llm(Orders.settings(Map.of()));
    private final VisionProvider vision = factory.vision(Orders.settings(Map.of()));

    private TextAnswer ask(String user) {
        LlmRequest.ContentPart text = new LlmRequest.ContentPart.Text(user);
        return llm.chatCompletion(new LlmRequest("You write prompts.", List.of(text), null, 2_000));
    }

    private static List<String> list(TextAnswer answer) {
        try {
            return new ObjectMapper().readValue(answer.text(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String brief(String words, int count) {
        return "Brief: " + words + "\n\nWrite exactly " + count + " prompts.\nAnswer with a JSON array of " + count
                + " strings.";
    }

    @Test
    void writesExactlyAsManyAsAsked() {
        for (int count : new int[] {1, 4, 10, 64}) {
            List<String> prompts = list(ask(brief("a red square on a blue circle", count)));
            assertThat(prompts).hasSize(count).allMatch(prompt -> prompt.startsWith("a red square on a blue circle, "));
            assertThat(new HashSet<>(prompts)).hasSize(count);
        }
    }

    @Test
    void writesTheSameForTheSameWords() {
        assertThat(ask(brief("jazz", 3))).isEqualTo(ask(brief("jazz", 3)));
        assertThat(list(ask(brief("jazz", 3)))).isNotEqualTo(list(ask(brief("blues", 3))));
    }

    @Test
    void readsTheWishWithoutALabelToo() {
        List<String> prompts = list(ask("a chair by the sea\nWrite exactly 2 prompts as a JSON array."));
        assertThat(prompts).allMatch(prompt -> prompt.startsWith("a chair by the sea, "));
    }

    @Test
    void copiesMagicWordsIntoEveryPrompt() {
        List<String> prompts = list(ask(brief("a ring !slow=2s !half", 4)));
        assertThat(prompts).allMatch(prompt -> prompt.contains("!slow=2s"));
        assertThat(prompts.stream().map(MagicWords::in).filter(magic -> magic.unluckyHalf(false)))
                .hasSize(2);
        assertThat(prompts).allMatch(prompt -> MagicWords.strip(prompt).startsWith("a ring, "));
    }

    @Test
    void templatesAddNoShapeAndNoColour() {
        for (String prompt : list(ask(brief("nothing", 64)))) {
            Wish wish = Wish.read(prompt);
            assertThat(wish.items()).as(prompt).isEmpty();
            assertThat(wish.hues()).as(prompt).isEmpty();
            assertThat(wish.ground()).as(prompt).isNull();
        }
    }

    @Test
    void takesUpTheColoursOfADescribedPicture() {
        String described = "Picture 1: A square picture. Palette: linen 70 %, red 20 %, night 5 %. It is balanced.\n";
        assertThat(list(ask(described + brief("a ring", 1))).get(0)).contains("in linen, red, night");
    }

    @Test
    void failsFallsShortOrChatsWhenTold() {
        ProviderFailure failure = catchThrowableOfType(ProviderFailure.class, () -> ask(brief("a ring !llm-fail", 4)));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(list(ask(brief("a ring !llm-short", 4)))).hasSize(3).noneMatch(prompt -> prompt.contains("!"));
        assertThat(ask(brief("a ring !llm-prose", 2)).text())
                .startsWith("Here are")
                .contains("\n1. a ring, ")
                .contains("\n2. a ring, ");
    }

    @Test
    void answersInPlainTextWhereNoNumberIsAsked() {
        assertThat(ask("a ring").text()).startsWith("a ring, ").doesNotContain("[");
    }

    @Test
    void tellsItsWordsOneByOneAndBreaksOffWhenTold() {
        List<String> told = new ArrayList<>();
        TextAnswer answer = llm.stream(chat("a ring", 2_000, List.of(), false), told::add);
        assertThat(told).hasSizeGreaterThan(5);
        assertThat(String.join("", told)).isEqualTo(answer.text());

        told.clear();
        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> llm.stream(chat("a ring !llm-break", 2_000, List.of(), false), told::add));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(told).isNotEmpty();
        assertThat(String.join("", told)).isNotEqualTo(answer.text()).startsWith("a ring, ");
    }

    @Test
    void keepsToLimitStopWordAndForm() {
        TextAnswer cut = llm.chatCompletion(chat("a ring of gold", 3, List.of(), false));
        assertThat(cut.text()).isEqualTo("a ring of");
        assertThat(cut.end()).isEqualTo(TextEnd.LENGTH);
        TextAnswer stopped = llm.chatCompletion(chat("a ring of gold", 2_000, List.of(" gold"), false));
        assertThat(stopped.text()).isEqualTo("a ring of");
        assertThat(stopped.end()).isEqualTo(TextEnd.STOP);
        assertThat(llm.chatCompletion(chat("a ring", 2_000, List.of(), true)).text())
                .startsWith("{\"answer\":\"a ring, ");
    }

    private static LlmRequest chat(String words, int maxTokens, List<String> stop, boolean json) {
        LlmRequest.Turn turn =
                new LlmRequest.Turn(LlmRequest.Speaker.USER, List.of(new LlmRequest.ContentPart.Text(words)));
        return new LlmRequest("", List.of(turn), null, maxTokens, null, stop, json);
    }

    @Test
    void countsWordsAndNamesItsModel() {
        TextAnswer answer = ask("a ring");
        assertThat(answer.cost().micros()).isZero();
        assertThat(answer.cost().inputTokens()).isEqualTo(5);
        assertThat(answer.cost().outputTokens()).isEqualTo(answer.text().split(" ").length);
        assertThat(answer.model()).isEqualTo("bauhaus");
        LlmRequest other = new LlmRequest("", List.of(), new ModelId("other"), 10);
        assertThat(llm.chatCompletion(other).model()).isEqualTo("other");
    }

    @Test
    void describesTheColoursThatAreThere() {
        Painter.Sheet sheet =
                new Painter.Sheet("a red square resting on a blue circle", 1, new Format(512, 384), List.of());
        PictureInput drawn = Orders.input(Painter.paint(sheet));
        String text = vision.analyzeImage(drawn, "Describe it.").text();
        assertThat(text)
                .contains("landscape", "red ", "blue ", "linen ", "bright")
                .doesNotContain("green");
        assertThat(vision.analyzeImage(drawn, "Describe it.").text()).isEqualTo(text);
    }

    @Test
    void describesWhereAndHowBright() {
        String text = vision.analyzeImage(Orders.picture(0x141C38, 0xF2B731, "jpg"), "")
                .text();
        assertThat(text)
                .contains("landscape", "dark", "neutral", "On night, the yellow stands in the middle", "symmetrical");
    }

    @Test
    void aFileThatIsNoPictureIsRefused() {
        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> vision.analyzeImage(Orders.input(new byte[] {1, 2}), ""));
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
    }

    @Test
    void theFactoryStandsAsideAndNeedsNoKey() {
        assertThat(factory.simulated()).isTrue();
        assertThat(factory.needsApiKey()).isFalse();
        assertThat(factory.check(Category.VISION, Orders.settings(Map.of())).reachable())
                .isTrue();
        assertThat(factory.check(Category.IMAGE_GENERATION, Orders.settings(Map.of("delivery", "pigeon"))))
                .returns(false, check -> check.reachable())
                .returns(
                        "The sandbox cannot be set up: option delivery must be answer, poll or callback.",
                        check -> check.detail());
        assertThat(factory.check(Category.SPEECH, Orders.settings(Map.of())).reachable())
                .isTrue();
    }
}
