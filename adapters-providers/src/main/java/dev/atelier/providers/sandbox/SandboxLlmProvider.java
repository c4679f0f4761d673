package dev.atelier.providers.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes prompts from templates: as many as the text asks for, the same for the same words. */
final class SandboxLlmProvider implements LlmProvider {
    private static final Pattern WANTED = Pattern.compile("(?i)\\bexactly\\s+(\\d{1,3})\\b");
    private static final int MOST = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProviderSettings settings;

    SandboxLlmProvider(ProviderSettings settings) {
        this.settings = settings;
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
        return Duration.ofSeconds(5);
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        String said = said(request);
        MagicWords magic = MagicWords.in(said);
        if (magic.has(MagicWords.LLM_FAIL)) {
            throw new ProviderFailure(
                    id(), FailureKind.UNAVAILABLE, "the sandbox model is down, as the prompt told it");
        }
        int wanted = wanted(said, wanted(request.systemPrompt(), 0));
        List<String> prompts = new PromptWriter(said, magic).write(Math.max(1, wanted));
        String text = text(wanted, prompts, magic);
        String model = (request.model() == null ? settings.model() : request.model()).value();
        long read = words(request.systemPrompt()) + words(said);
        return new TextAnswer(text, model, new VendorCost(0L, null, read, words(text)));
    }

    private static String said(LlmRequest request) {
        StringBuilder said = new StringBuilder();
        for (LlmRequest.ContentPart part : request.user()) {
            if (part instanceof LlmRequest.ContentPart.Text text) {
                said.append(text.text()).append('\n');
            }
        }
        return said.toString();
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
        try {
            return JSON.writeValueAsString(told);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }

    static long words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }
}
