package dev.atelier.app.http;

import java.util.Map;

/**
 * How refusals are said under one part of the addresses, for clients that were written for another API.
 *
 * <p>Everything under {@link #prefix} answers so: what a route refuses, what is not there, and what the server refuses before a route is
 * asked. Thread-safe.
 */
public interface ErrorDialect {
    /** What the addresses begin with, such as {@code /v1/}. */
    String prefix();

    /** The header that carries the request's id on every answer, beside our own. */
    String requestIdHeader();

    /**
     * The whole answer to a refused request.
     *
     * @param status what the problem's code or the server chose
     */
    Said say(Problem problem, int status);

    /**
     * An answer.
     *
     * @param headers beside those that every answer has
     * @param body written as JSON
     */
    record Said(int status, Map<String, String> headers, Object body) {}
}
