/** The gallery over HTTP: pictures that arrived, what people put on them, where they came from, and whole folders of them. */
@NullMarked
package dev.atelier.app.gallery;

import org.jspecify.annotations.NullMarked;
