package dev.atelier.app.openai;

import dev.atelier.app.generation.InlineBody;
import dev.atelier.app.http.Problem;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.text.ChatMessage;
import dev.atelier.core.text.ChatPart;
import dev.atelier.core.text.TextBrief;
import dev.atelier.core.upload.Upload;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the pictures of a conversation into uploads: what is inside of the body is stored, what lies elsewhere is fetched. Thread-safe. */
final class ChatPictures {
    private static final Logger LOG = LoggerFactory.getLogger(ChatPictures.class);

    private final Atelier atelier;

    ChatPictures(Atelier atelier) {
        this.atelier = atelier;
    }

    /**
     * The conversation with its pictures in the store.
     *
     * @param stored takes what is stored on the way, also when this fails
     * @throws Problem 400 if a picture is none, or cannot be had
     */
    List<ChatMessage> messages(Caller caller, ChatWish wish, InlineBody body, List<Upload> stored) {
        long pictures = wish.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(part -> part.url() != null)
                .count();
        if (pictures > TextBrief.MOST_PICTURES) {
            throw Problem.malformed(
                    "/messages", "too_many", "A call takes up to " + TextBrief.MOST_PICTURES + " pictures.");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (ChatWish.Message message : wish.messages()) {
            List<ChatPart> parts = new ArrayList<>();
            for (ChatWish.Part part : message.parts()) {
                String text = part.text();
                parts.add(text == null ? picture(caller, part, body, stored) : words(part, text, body));
            }
            messages.add(new ChatMessage(message.role(), parts));
        }
        return messages;
    }

    private static ChatPart words(ChatWish.Part part, String text, InlineBody body) {
        if (body.marked(text) != null) {
            throw Problem.malformed(part.pointer(), "invalid_value", "Send a picture as a part of type image_url.");
        }
        return ChatPart.text(text);
    }

    private ChatPart picture(Caller caller, ChatWish.Part part, InlineBody body, List<Upload> stored) {
        String url = Objects.requireNonNull(part.url());
        InlineBody.Picture inline = body.marked(url);
        try {
            Upload upload;
            if (inline != null && inline.sound()) {
                upload = atelier.uploads().store(caller, "inline", inline.file());
            } else if (inline == null && url.regionMatches(true, 0, "https://", 0, 8)) {
                upload = atelier.fetches().fetch(caller, "fetched", URI.create(url));
            } else {
                throw invalid(part, "A picture is an https:// address or a data:image/…;base64, URL.");
            }
            stored.add(upload);
            return ChatPart.picture(new InputImage(upload.id(), upload.key(), Objects.requireNonNull(upload.info())));
        } catch (PictureRefused refused) {
            throw Problem.malformed(
                    part.pointer(),
                    refused.reason().name().toLowerCase(Locale.ROOT),
                    String.valueOf(refused.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(part, "The picture could not be fetched from its address.");
        }
    }

    private static Problem invalid(ChatWish.Part part, String why) {
        return Problem.malformed(part.pointer(), "invalid_image_url", why);
    }

    /** Deletes pictures that no generation came to use: rows and bytes. */
    void forget(List<Upload> stored) {
        for (Upload upload : stored) {
            try {
                atelier.store().uploads().delete(upload.org(), upload.id());
                atelier.blobs().delete(upload.key());
            } catch (RuntimeException e) {
                LOG.warn("upload {} is not used and could not be deleted", upload.id(), e);
            }
        }
    }
}
