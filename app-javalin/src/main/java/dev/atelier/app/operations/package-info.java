/** What operators and newcomers look at: health, readiness, metrics, version, the API reference and the front page. */
@NullMarked
package dev.atelier.app.operations;

import org.jspecify.annotations.NullMarked;
