/** AI vendors as data: configuration, registry, orders, answers and failures. */
@NullMarked
package dev.atelier.core.provider;

import org.jspecify.annotations.NullMarked;
