/**
 * The sandbox vendor: it lives in this process, draws real pictures, writes and describes, and costs nothing. Facts stand in
 * {@code docs/providers/sandbox.md}.
 */
@NullMarked
package dev.atelier.providers.sandbox;

import org.jspecify.annotations.NullMarked;
