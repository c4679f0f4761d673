package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.app.http.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineBodyTest {
    private static final String URL = "data:image/png;base64,";

    @Test
    void aPictureInAListGoesIntoAFile() throws IOException {
        byte[] bytes = new byte[300_000];
        java.util.Arrays.fill(bytes, (byte) -1); // As base64 nothing but slashes.
        String picture = URL + Base64.getEncoder().encodeToString(bytes);
        String plain;
        java.nio.file.Path file;
        try (InlineBody body =
                body("{\"a\":[\"x\",\"" + picture + "\"],\"b\":{\"c\":[\"data:image\\/png;base64,AAAA\"]}}")) {
            plain = new String(body.read(), StandardCharsets.UTF_8);
            assertThat(plain)
                    .hasSizeLessThan(300)
                    .startsWith("{\"a\":[\"x\",\"data:#0:")
                    .endsWith("\"]}}");
            var first = body.marked(plain.substring(plain.indexOf("data:#0"), plain.indexOf("\"],")));
            assertThat(first.sound()).isTrue();
            assertThat(first.file()).hasBinaryContent(bytes);
            file = first.file();
        }
        assertThat(Files.exists(file)).isFalse();
        try (InlineBody escaped =
                body("{\"a\":[\"x\",\"" + picture.replace("/", "\\/") + "\"],\"b\":{\"c\":[\"" + URL + "AAAA\"]}}")) {
            assertThat(new String(escaped.read(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
        bytes[7] = 1;
        try (InlineBody other = body("{\"a\":[\"x\",\"" + URL
                + Base64.getEncoder().encodeToString(bytes) + "\"],\"b\":{\"c\":[\"" + URL + "AAAA\"]}}")) {
            assertThat(new String(other.read(), StandardCharsets.UTF_8)).isNotEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"data:image/png;base64,AAAA\"}",
                "{\"a\":[\"data:image/png,AAAA\",\"data\",\"\",\"\\\"data:image/png;base64,AAAA\",\"\\u0064ata:\"]}",
                "[[{\"x\":\"data:image/png;base64,AAAA\"}],7,true,null,\"é\"]",
                "[\"data:image/png",
                "]]]\"data:image/png;base64,AAAA\"",
                ""
            })
    void everyOtherTextStaysAsItIs(String json) throws IOException {
        try (InlineBody body = body(json)) {
            assertThat(new String(body.read(), StandardCharsets.UTF_8)).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A*A=", "AAAA=AAA", "AA==BBBB", "A"})
    void whatIsNoBase64IsMarkedSo(String base64) throws IOException {
        try (InlineBody body = body("[\"" + URL + base64 + "\",\"next\"]")) {
            String text = new String(body.read(), StandardCharsets.UTF_8);
            assertThat(text).endsWith("\",\"next\"]");
            assertThat(body.marked(text.substring(2, text.indexOf("\","))).sound())
                    .isFalse();
        }
    }

    @Test
    void textAndPicturesAreBounded() {
        assertRefused("[\"" + "x".repeat(2_000) + "\"]");
        assertRefused("[" + String.join(",", Collections.nCopies(21, "\"" + URL + "AAAA\"")) + "]");
    }

    @Test
    void noMoreOfAPictureIsKeptThanShowsThatItIsTooLarge() throws IOException {
        try (InlineBody body = new InlineBody(
                new ByteArrayInputStream(("[\"" + URL + "A".repeat(4_000) + "\"]").getBytes(StandardCharsets.US_ASCII)),
                1_000,
                100)) {
            String text = new String(body.read(), StandardCharsets.US_ASCII);
            assertThat(body.marked(text.substring(2, text.length() - 2)).file()).hasSize(101);
        }
    }

    @Test
    void aMarkThatNobodyMadeStandsForNothing() throws IOException {
        try (InlineBody body = body("[]")) {
            body.read();
            assertThat(body.marked("data:#0:abc")).isNull();
            assertThat(body.marked("data:#")).isNull();
            assertThat(body.marked("data:#-1:")).isNull();
        }
    }

    private static void assertRefused(String json) {
        try (InlineBody body = body(json)) {
            assertThatThrownBy(body::read).isInstanceOf(Problem.class);
        }
    }

    private static InlineBody body(String json) {
        return new InlineBody(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), 1_000, 1 << 20);
    }
}
