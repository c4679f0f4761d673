package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.providers.http.FileAnswer;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Loss;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A speaker by {@code audio/speech}, which answers with the sound itself. Options: {@code callTimeoutSeconds}, {@code outputFormat}. */
public final class SpokenProvider implements SpeechProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final String FIRST_VOICE = "alloy";

    /** Those of the vendor's formats that we can read. */
    private static final Set<String> FORMATS = Set.of("mp3", "opus", "flac", "wav");

    private final OpenAiServer server;
    private final int longest;

    /** @param longest most characters that the server takes */
    public SpokenProvider(OpenAiServer server, int longest) {
        this.server = server;
        this.longest = longest;
    }

    @Override
    public ProviderId id() {
        return server.id();
    }

    @Override
    public String displayName() {
        return server.displayName();
    }

    @Override
    public Duration callTimeout() {
        return server.options().callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    @Override
    public Submission submit(SpeechOrder order) {
        FileAnswer file = server.file(server.post("audio/speech", body(order), Loss.PAID_TASK, callTimeout()));
        if (!sound(file.bytes())) {
            throw server.failure(FailureKind.OUTCOME_UNKNOWN, "the answer is no sound that we know");
        }
        return new Submission.Completed(
                List.of(new ProducedFile.Inline(file.bytes())),
                server.manners().speechCost(order.model().value(), order.text().length()));
    }

    private ObjectNode body(SpeechOrder order) {
        if (order.text().length() > longest) {
            throw server.failure(
                    FailureKind.INVALID_ORDER,
                    "the text has " + order.text().length() + " characters, wanted 1 to " + longest);
        }
        String format = server.options().text("outputFormat", "mp3");
        ObjectNode body = Json.object()
                .put("model", order.model().value())
                .put("input", order.text())
                .put("response_format", FORMATS.contains(format) ? format : "mp3");
        String voice = order.voice() == null ? FIRST_VOICE : order.voice();
        if (voice.startsWith("voice_")) {
            body.putObject("voice").put("id", voice);
        } else {
            body.put("voice", voice);
        }
        // The oldest models do not take any.
        if (order.instructions() != null && !order.model().value().startsWith("tts-1")) {
            body.put("instructions", order.instructions());
        }
        return body;
    }

    /** By its first bytes: a page or an error must not pass for one. */
    private static boolean sound(byte[] bytes) {
        if (bytes.length < 4) {
            return false;
        }
        String head = new String(bytes, 0, 4, StandardCharsets.ISO_8859_1);
        boolean frame = (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xE0) == 0xE0;
        return frame || head.startsWith("ID3") || head.equals("RIFF") || head.equals("OggS") || head.equals("fLaC");
    }
}
