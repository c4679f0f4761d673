package dev.atelier.core.shared;

/**
 * What is wrong with one field of a request.
 *
 * @param field JSON pointer of the field, such as {@code /imageCount}
 * @param code stable word such as {@code too_large}
 * @param detail one sentence for people: what was found and what is allowed
 */
public record FieldError(String field, String code, String detail) {}
