/** What every adapter of this module stands on: pools, transactions, JSON columns and page cursors. */
@NullMarked
package dev.atelier.persistence.shared;

import org.jspecify.annotations.NullMarked;
