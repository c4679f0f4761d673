package dev.atelier.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.core.shared.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refusal, thrown by routes and answered as {@code application/problem+json} (RFC 9457).
 *
 * <p>Everything in it is read by the client: no secret, no prompt, no text of a library.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final boolean charged;
    private final @Nullable Boolean retryable;
    private final @Nullable Duration retryAfter;
    private final transient List<Field> fields;
    private final transient @Nullable Provider provider;

    /**
     * What is wrong with one field.
     *
     * @param pointer JSON pointer into the body, or the name of a parameter or header
     * @param allowed what would be right, such as a list of words or {@code {max: 4}}; null if words do not say it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Field(
            String pointer,
            String code,
            String detail,
            @Nullable Object allowed) {}

    /** The vendor that failed, in our own words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Provider(String slug, @Nullable Integer status, String message) {}

    private Problem(
            ProblemCode code,
            @Nullable String detail,
            boolean charged,
            @Nullable Boolean retryable,
            @Nullable Duration retryAfter,
            List<Field> fields,
            @Nullable Provider provider) {
        super(detail, null, false, false);
        this.code = code;
        this.charged = charged;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
        this.fields = List.copyOf(fields);
        this.provider = provider;
    }

    /** @param detail one sentence for people about this very case */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, false, null, null, List.of(), null);
    }

    /** 404, with the same words for what is not there and what belongs to another org. */
    public static Problem notFound(String what) {
        return of(ProblemCode.NOT_FOUND, "There is no such " + what + ".");
    }

    /** 400 for one field. */
    public static Problem malformed(String pointer, String fieldCode, String detail) {
        return of(ProblemCode.MALFORMED_REQUEST, detail).with(new Field(pointer, fieldCode, detail, null));
    }

    /** 422 for one field. */
    public static Problem unprocessable(String pointer, String fieldCode, String detail) {
        return of(ProblemCode.UNPROCESSABLE, detail).with(new Field(pointer, fieldCode, detail, null));
    }

    public Problem with(Field field) {
        List<Field> more = new ArrayList<>(fields);
        more.add(field);
        return new Problem(code, getMessage(), charged, retryable, retryAfter, more, provider);
    }

    public Problem withFields(List<Field> all) {
        return new Problem(code, getMessage(), charged, retryable, retryAfter, all, provider);
    }

    /** Takes over the errors of a use case. */
    public Problem withErrors(List<FieldError> errors) {
        return withFields(errors.stream()
                .map(error -> new Field(error.field(), error.code(), error.detail(), null))
                .toList());
    }

    /** Says that credits were charged although the request failed. */
    public Problem charged(boolean yes) {
        return new Problem(code, getMessage(), yes, retryable, retryAfter, fields, provider);
    }

    public Problem retryable(boolean yes) {
        return new Problem(code, getMessage(), charged, yes, retryAfter, fields, provider);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(code, getMessage(), charged, retryable, wait, fields, provider);
    }

    public Problem by(Provider vendor) {
        return new Problem(code, getMessage(), charged, retryable, retryAfter, fields, vendor);
    }

    public ProblemCode code() {
        return code;
    }

    public boolean charged() {
        return charged;
    }

    public boolean retryable() {
        return retryable == null ? code.retryable() : retryable;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public List<Field> fields() {
        return fields;
    }

    public Optional<Provider> provider() {
        return Optional.ofNullable(provider);
    }

    /** One sentence about this case. */
    public String detail() {
        String message = getMessage();
        return message == null ? code.title() + "." : message;
    }
}
