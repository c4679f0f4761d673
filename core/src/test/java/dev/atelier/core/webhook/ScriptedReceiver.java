package dev.atelier.core.webhook;

import dev.atelier.core.webhook.spi.WebhookSender;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers as it was told, with 204 when it was told nothing more, and keeps what it was sent. */
final class ScriptedReceiver implements WebhookSender {
    record Sent(URI url, Map<String, String> headers, String body) {
        String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> answers = new ArrayDeque<>();
    private Answer usual = new Answer(204, null, null);

    ScriptedReceiver answers(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    ScriptedReceiver always(Answer answer) {
        usual = answer;
        return this;
    }

    static Answer status(int status) {
        return new Answer(status, status == 410 ? DeliveryTrouble.GONE : DeliveryTrouble.STATUS, null);
    }

    @Override
    public Optional<String> objection(URI url) {
        return Optional.empty();
    }

    @Override
    public synchronized Answer send(URI url, Map<String, String> headers, byte[] body, Duration timeout) {
        sent.add(new Sent(url, headers, new String(body, StandardCharsets.UTF_8)));
        return answers.isEmpty() ? usual : answers.poll();
    }
}
