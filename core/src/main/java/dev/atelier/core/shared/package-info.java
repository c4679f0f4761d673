/** What every feature needs: ids, pages, problems. */
@NullMarked
package dev.atelier.core.shared;

import org.jspecify.annotations.NullMarked;
