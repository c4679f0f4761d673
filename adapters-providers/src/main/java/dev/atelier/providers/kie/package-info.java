/** kie.ai, a reseller of image and language models; wire facts and their date in {@code docs/providers/kie.md}. */
@NullMarked
package dev.atelier.providers.kie;

import org.jspecify.annotations.NullMarked;
