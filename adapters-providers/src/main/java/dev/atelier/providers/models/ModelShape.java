package dev.atelier.providers.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One entry of a {@link ModelBook}: the input fields of one model. Choices ({@link #ratio}, {@link #quality}, {@link #seconds}) have a
 * {@code field}, and either {@code values} or {@code words}, which turn our word into the vendor's; a {@code default} that is sent
 * when nothing is asked for; without any of these, the wish goes as it is.
 */
public record ModelShape(JsonNode data) {
    public String id() {
        return data.path("id").asText("");
    }

    public String name() {
        return data.path("name").asText(id());
    }

    /** Pictures unless the entry says otherwise. */
    public Category category() {
        return Category.valueOf(data.path("category").asText(Category.IMAGE_GENERATION.name()));
    }

    /** Blank if the model takes no pictures. */
    public String imageField() {
        return data.path("images").path("field").asText("");
    }

    /** True if the field holds one address and no list. */
    public boolean singleImage() {
        return data.path("images").path("single").asBoolean(false);
    }

    public int minImages() {
        return data.path("images").path("min").asInt(0);
    }

    public int maxImages() {
        return imageField().isEmpty() ? 0 : data.path("images").path("max").asInt(1);
    }

    public int maxPrompt() {
        return data.path("maxPrompt").asInt(8_000);
    }

    /** Blank if the model takes no seed. */
    public String seedField() {
        return data.path("seed").asText("");
    }

    public JsonNode ratio() {
        return data.path("ratio");
    }

    public JsonNode quality() {
        return data.path("quality");
    }

    public JsonNode seconds() {
        return data.path("seconds");
    }

    /** Fields that are sent with every order. */
    public JsonNode fixed() {
        return data.path("fixed");
    }

    /** The vendor's list price of one result, in millionths of a US dollar; empty if the book knows none. */
    public OptionalLong costMicros() {
        return data.has("usd") ? OptionalLong.of(micros(data.path("usd"))) : OptionalLong.empty();
    }

    /** Dollars in millionths. */
    static long micros(JsonNode usd) {
        return Math.round(usd.asDouble() * 1_000_000);
    }

    /** The words of a choice that we offer, the default first. */
    static List<String> words(JsonNode choice) {
        List<String> words = new ArrayList<>();
        choice.path("words").fieldNames().forEachRemaining(words::add);
        choice.path("values").forEach(value -> words.add(value.asText()));
        String first = choice.path("default").asText("");
        if (words.remove(first)) {
            words.add(0, first);
        }
        return words;
    }
}
