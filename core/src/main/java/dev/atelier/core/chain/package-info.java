/** Who makes something when the first one cannot: ordered lists of models, and the judgement which of them can do a request. */
@NullMarked
package dev.atelier.core.chain;

import org.jspecify.annotations.NullMarked;
