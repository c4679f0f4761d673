/** The server: configuration, wiring, routes and the command line. Nothing depends on it. */
@NullMarked
package dev.atelier.app;

import org.jspecify.annotations.NullMarked;
