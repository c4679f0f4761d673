/** What operators and newcomers look at: health, readiness, metrics, version and the API reference. */
@NullMarked
package dev.atelier.app.operations;

import org.jspecify.annotations.NullMarked;
