package dev.atelier.providers.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.sandbox.SandboxTaskProvider.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes prompts from templates: as many as the text asks for, one where it asks for none; the same for the same words. */
final class SandboxLlmProvider implements LlmProvider {
    private static final Pattern WANTED = Pattern.compile("(?i)\\bexactly\\s+(\\d{1,3})\\b");
    private static final int MOST = 64;
    private static final Duration SLOWEST = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProviderSettings settings;

    private final Pause pause;

    SandboxLlmProvider(ProviderSettings settings, Pause pause) {
        this.settings = settings;
        this.pause = pause;
    }

    @Override
    public ProviderId id() {
        return settings.id();
    }

    @Override
    public String displayName() {
        return settings.displayName();
    }

    @Override
    public Duration callTimeout() {
        return SLOWEST.plusSeconds(5);
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        return stream(request, piece -> {});
    }

    /** Word by word, in the time that the words want. */
    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        String said = said(request);
        MagicWords magic = MagicWords.in(said);
        if (magic.has(MagicWords.LLM_FAIL)) {
            throw new ProviderFailure(
                    id(), FailureKind.UNAVAILABLE, "the sandbox model is down, as the prompt told it");
        }
        TextAnswer answer = answer(request, said, magic);
        List<String> pieces = List.of(answer.text().split("(?<=\\s)(?=\\S)"));
        Duration each = magic.slowWords()
                .map(time -> time.compareTo(SLOWEST) < 0 ? time : SLOWEST)
                .orElse(Duration.ZERO)
                .dividedBy(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            if (magic.has(MagicWords.LLM_BREAK) && i == (pieces.size() + 1) / 2) {
                throw new ProviderFailure(
                        id(), FailureKind.UNAVAILABLE, "the sandbox model broke off, as the prompt told it");
            }
            rest(each);
            words.accept(pieces.get(i));
        }
        return answer;
    }

    private void rest(Duration time) {
        try {
            if (!time.isZero()) {
                pause.of(time);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(id(), FailureKind.UNAVAILABLE, "the sandbox model was interrupted");
        }
    }

    private TextAnswer answer(LlmRequest request, String said, MagicWords magic) {
        int wanted = wanted(said, wanted(request.systemPrompt(), 0));
        List<String> prompts = new PromptWriter(said, magic).write(Math.max(1, wanted));
        String text = until(request.stop(), text(wanted, prompts, magic));
        if (request.json() && wanted == 0) {
            text = json(Map.of("answer", text));
        }
        TextEnd end = TextEnd.STOP;
        int most = endOfWord(text, request.maxTokens());
        if (most < text.length()) {
            text = text.substring(0, most);
            end = TextEnd.LENGTH;
        }
        String model = (request.model() == null ? settings.model() : request.model()).value();
        long read = words(request.systemPrompt())
                + request.turns().stream().mapToLong(turn -> words(turn.text())).sum();
        return new TextAnswer(text, model, new VendorCost(0L, null, read, words(text)), end);
    }

    /** Where the word of this number ends, counted from one; the text's end if it has fewer. */
    private static int endOfWord(String text, int number) {
        int words = 0;
        for (int i = 1; i <= text.length(); i++) {
            boolean ends = !Character.isWhitespace(text.charAt(i - 1))
                    && (i == text.length() || Character.isWhitespace(text.charAt(i)));
            if (ends && ++words == number) {
                return i;
            }
        }
        return text.length();
    }

    private static String until(List<String> stops, String text) {
        int end = text.length();
        for (String stop : stops) {
            int at = text.indexOf(stop);
            end = at > 0 && at < end ? at : end;
        }
        String cut = text.substring(0, end);
        return cut.isBlank() ? text : cut;
    }

    /** What the user said last. */
    private static String said(LlmRequest request) {
        String said = "";
        for (LlmRequest.Turn turn : request.turns()) {
            said = turn.speaker() == LlmRequest.Speaker.USER ? turn.text() + "\n" : said;
        }
        return said;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }

    private static int wanted(String text, int otherwise) {
        Matcher matcher = WANTED.matcher(text);
        int wanted = otherwise;
        while (matcher.find()) {
            wanted = Math.min(MOST, Integer.parseInt(matcher.group(1)));
        }
        return wanted;
    }

    private static String text(int wanted, List<String> prompts, MagicWords magic) {
        if (wanted == 0) {
            return prompts.get(0);
        }
        List<String> told = magic.has(MagicWords.LLM_SHORT) ? prompts.subList(0, prompts.size() - 1) : prompts;
        if (magic.has(MagicWords.LLM_PROSE)) {
            List<String> lines = new ArrayList<>(List.of("Here are the prompts you asked for:", ""));
            for (int i = 0; i < told.size(); i++) {
                lines.add((i + 1) + ". " + told.get(i));
            }
            return String.join("\n", lines);
        }
        return json(told);
    }

    static long words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }
}
