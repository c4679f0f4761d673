/** The command line: each command is a thin layer over the same wiring that the server uses. */
@NullMarked
package dev.atelier.app.cli;

import org.jspecify.annotations.NullMarked;
