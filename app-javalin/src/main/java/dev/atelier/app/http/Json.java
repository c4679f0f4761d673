package dev.atelier.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The one way this server reads and writes JSON. Thread-safe. */
public final class Json {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING = 64 * 1024;
    private static final int MAX_NUMBER = 40;
    private static final int MAX_DOCUMENT = 1024 * 1024;

    /** Times as RFC 3339 in UTC, bounded reading, duplicate names and trailing text refused. */
    public static final ObjectMapper MAPPER = mapper(MAX_STRING);

    /** The same for bodies in which one text may fill the document, such as a message of a chat. */
    static final ObjectMapper LONG_TEXTS = mapper(MAX_DOCUMENT);

    private Json() {}

    private static ObjectMapper mapper(int longestString) {
        return JsonMapper.builder(strict(longestString))
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
    }

    private static JsonFactory strict(int longestString) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(longestString)
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(256)
                        .maxDocumentLength(MAX_DOCUMENT)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    /** The value as JSON text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written", e);
        }
    }
}
