package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.account.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    record Inner(String name, @Nullable Integer size) {
        Inner {
            if (name.equals("refused")) {
                throw new IllegalArgumentException("name may not be that");
            }
        }
    }

    record Sample(
            @Bounds(min = 1, max = 5) String text,
            @Bounds(min = 1, max = 4) int count,
            @Nullable Role role,
            @Nullable List<Inner> inner,
            @Nullable Map<String, String> labels,
            @Nullable UUID id,
            @Nullable Instant at) {}

    @Test
    void readsWhatIsRight() {
        UUID id = UUID.randomUUID();
        Sample sample = read(
                "{\"text\":\"ab\",\"count\":3,\"role\":\"admin\",\"inner\":[{\"name\":\"n\"}],\"labels\":{\"a\":\"b\"},\"id\":\""
                        + id + "\",\"at\":\"2026-01-02T03:04:05+01:00\"}");
        assertThat(sample)
                .isEqualTo(new Sample(
                        "ab",
                        3,
                        Role.ADMIN,
                        List.of(new Inner("n", null)),
                        Map.of("a", "b"),
                        id,
                        Instant.parse("2026-01-02T02:04:05Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"ab\",\"count\":1,\"orgId\":\"x\"} | /orgId | unknown_field",
                "{\"text\":5,\"count\":1} | /text | wrong_type",
                "{\"text\":\"\",\"count\":1} | /text | too_small",
                "{\"text\":\"abcdef\",\"count\":1} | /text | too_large",
                "{\"text\":\"ab\",\"count\":\"1\"} | /count | wrong_type",
                "{\"text\":\"ab\",\"count\":1.0} | /count | wrong_type",
                "{\"text\":\"ab\",\"count\":99999999999} | /count | wrong_type",
                "{\"text\":\"ab\",\"count\":5} | /count | too_large",
                "{\"text\":\"ab\"} | /count | missing",
                "{\"text\":null,\"count\":1} | /text | missing",
                "{\"text\":\"ab\",\"count\":1,\"role\":\"king\"} | /role | not_allowed",
                "{\"text\":\"ab\",\"count\":1,\"inner\":{}} | /inner | wrong_type",
                "{\"text\":\"ab\",\"count\":1,\"inner\":[null]} | /inner/0 | missing",
                "{\"text\":\"ab\",\"count\":1,\"inner\":[{\"name\":\"n\"},{\"name\":1}]} | /inner/1/name | wrong_type",
                "{\"text\":\"ab\",\"count\":1,\"inner\":[{\"name\":\"refused\"}]} | /inner/0 | invalid",
                "{\"text\":\"ab\",\"count\":1,\"labels\":{\"a/b\":1}} | /labels/a~1b | wrong_type",
                "{\"text\":\"ab\",\"count\":1,\"id\":\"1-1-1-1-1\"} | /id | invalid",
                "{\"text\":\"ab\",\"count\":1,\"at\":\"yesterday\"} | /at | invalid",
                "{\"text\":\"a\\u0000\",\"count\":1} | /text | invalid",
                "{\"text\":\"\\ud800\",\"count\":1} | /text | invalid",
                "[] | '' | wrong_type"
            })
    void namesTheFieldThatIsWrong(String json, String pointer, String code) {
        Problem problem = refused(json);
        assertThat(problem.code().status()).isEqualTo(400);
        assertThat(problem.fields()).singleElement().satisfies(field -> {
            assertThat(field.pointer()).isEqualTo(pointer);
            assertThat(field.code()).isEqualTo(code);
        });
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThat(refused("{\"text\":1,\"count\":9,\"extra\":true,\"role\":\"king\"}")
                        .fields())
                .extracting(Problem.Field::pointer)
                .containsExactlyInAnyOrder("/text", "/count", "/extra", "/role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"text\":\"a\",\"text\":\"b\",\"count\":1}", "{} {}", "nope", "{\"count\":NaN}"})
    void refusesWhatIsNoJson(String json) {
        assertThat(refused(json).code()).isEqualTo(ProblemCode.MALFORMED_REQUEST);
    }

    @Test
    void isBoundedInDepthAndLength() {
        assertThat(refused("[".repeat(40) + "]".repeat(40)).fields().get(0).code())
                .isEqualTo("too_large");
        assertThat(refused("[\"" + "x".repeat(70_000) + "\"]").fields().get(0).code())
                .isEqualTo("too_large");
        assertThat(refused("[" + "1".repeat(50) + "]").fields().get(0).code()).isEqualTo("too_large");
    }

    private static Sample read(String json) {
        return RequestBody.bind(RequestBody.parse(json.getBytes(StandardCharsets.UTF_8)), Sample.class);
    }

    private static Problem refused(String json) {
        Problem problem = catchThrowableOfType(Problem.class, () -> read(json));
        assertThat(problem).as("was taken: %s", json).isNotNull();
        return problem;
    }
}
