/** The pictures of an org: what people put on them, how long they stay in the trash, and how each is found again. */
@NullMarked
package dev.atelier.core.gallery;

import org.jspecify.annotations.NullMarked;
