package dev.atelier.core.catalogue;

import dev.atelier.core.credit.Credits;

/**
 * What one piece of work costs by one version of the price book.
 *
 * @param bookVersion the newest version among the lines that it is from
 * @param credits what the org pays, 1 or more
 * @param costMicros what we expect the vendor to charge us, in millionths of a US dollar
 */
public record Price(long bookVersion, Credits credits, long costMicros) {}
