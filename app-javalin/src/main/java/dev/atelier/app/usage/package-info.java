/** Usage over HTTP: what was spent on what, and how the providers did. */
@NullMarked
package dev.atelier.app.usage;

import org.jspecify.annotations.NullMarked;
