/** Own keys for vendors over HTTP: people bring, test, cap, switch and delete them; nobody reads one. */
@NullMarked
package dev.atelier.app.key;

import org.jspecify.annotations.NullMarked;
