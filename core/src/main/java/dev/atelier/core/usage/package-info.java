/** What an org spent on which pictures, and how the providers did: read from the rows of the ledger and of generations. */
@NullMarked
package dev.atelier.core.usage;

import org.jspecify.annotations.NullMarked;
