package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** The pictures of an answer, in base64, as a data address or by address. */
public final class ImagesAnswer {
    private static final int MAX_FILES = 16;

    private ImagesAnswer() {}

    /** @throws ProviderFailure if there is none; the order has been paid by then */
    public static List<ProducedFile> files(ProviderId id, JsonNode answer) {
        JsonNode data = answer.path("data");
        if (!data.isArray()) {
            throw new ProviderFailure(id, FailureKind.OUTCOME_UNKNOWN, id + ": the answer holds no list of pictures");
        }
        List<ProducedFile> files = new ArrayList<>();
        for (JsonNode node : data) {
            if (files.size() < MAX_FILES) {
                inline(node.path("b64_json").asText(""))
                        .or(() -> file(node.path("url").asText("")))
                        .ifPresent(files::add);
            }
        }
        if (files.isEmpty()) {
            throw new ProviderFailure(id, FailureKind.RESULT_UNUSABLE, id + ": the answer holds no picture");
        }
        return files;
    }

    /** A data address or another; empty if it is none. */
    public static Optional<ProducedFile> file(String address) {
        if (address.startsWith("data:")) {
            return inline(address.substring(address.indexOf(',') + 1));
        }
        return Optional.ofNullable(HttpUrl.parse(address)).map(url -> new ProducedFile.Remote(url.uri()));
    }

    private static Optional<ProducedFile> inline(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == 0 ? Optional.empty() : Optional.of(new ProducedFile.Inline(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
