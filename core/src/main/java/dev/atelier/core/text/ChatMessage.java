package dev.atelier.core.text;

import java.util.List;

/** One message of a conversation. */
public record ChatMessage(ChatRole role, List<ChatPart> parts) {
    public ChatMessage {
        parts = List.copyOf(parts);
    }

    /** A message of words alone. */
    public static ChatMessage text(ChatRole role, String words) {
        return new ChatMessage(role, List.of(ChatPart.text(words)));
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "ChatMessage[" + role + ", " + parts.size() + " parts]";
    }
}
