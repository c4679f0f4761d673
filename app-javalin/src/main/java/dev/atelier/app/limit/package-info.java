/** How fast one caller may go: classes of routes, keys, headers. The counting is bucket4j's. */
@NullMarked
package dev.atelier.app.limit;

import org.jspecify.annotations.NullMarked;
