/** The HTTP door: server, access table, error bodies, strict request reading, idempotency and paging. Features bring their routes. */
@NullMarked
package dev.atelier.app.http;

import org.jspecify.annotations.NullMarked;
