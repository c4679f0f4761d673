package dev.atelier.core.text;

import dev.atelier.core.shared.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a wish for an answer must be like, whichever model gets it. */
final class ChatRules {
    private ChatRules() {}

    /** Every field that is wrong; empty if none is. */
    static List<FieldError> errors(ChatCommand command) {
        List<FieldError> errors = new ArrayList<>();
        List<ChatMessage> messages = command.messages();
        if (messages.stream().noneMatch(message -> message.role() != ChatRole.SYSTEM)) {
            errors.add(new FieldError("/messages", "required", "messages holds nothing to be answered"));
        }
        atMost(errors, "/messages", "messages", messages.size(), TextBrief.MOST_MESSAGES, "messages");
        atMost(errors, "/messages", "messages", length(messages), TextBrief.LONGEST, "characters");
        atMost(errors, "/messages", "messages", pictures(messages), TextBrief.MOST_PICTURES, "pictures");
        for (int i = 0; i < messages.size(); i++) {
            if (empty(messages.get(i))) {
                errors.add(new FieldError("/messages/" + i + "/content", "required", "message " + i + " is empty"));
            }
        }
        atMost(errors, "/stop", "stop", command.stop().size(), TextBrief.MOST_STOPS, "words");
        within(errors, "maxTokens", command.maxTokens(), 1, TextBrief.MOST_TOKENS);
        within(errors, "temperature", command.temperature(), 0, 2);
        return errors;
    }

    private static void atMost(
            List<FieldError> errors, String pointer, String field, long count, long most, String what) {
        if (count > most) {
            errors.add(new FieldError(
                    pointer, "too_long", field + " has " + count + " " + what + ", at most " + most + " are allowed"));
        }
    }

    private static void within(List<FieldError> errors, String field, @Nullable Number value, int least, int most) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            errors.add(new FieldError("/" + field, "out_of_range", field + " must be " + least + " to " + most));
        }
    }

    private static boolean empty(ChatMessage message) {
        return message.parts().stream()
                .allMatch(part -> part.text() != null && part.text().isBlank());
    }

    private static long length(List<ChatMessage> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .map(ChatPart::text)
                .mapToLong(text -> text == null ? 0 : text.length())
                .sum();
    }

    private static long pictures(List<ChatMessage> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(part -> part.picture() != null)
                .count();
    }
}
