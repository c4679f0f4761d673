/** Benchmarks of the whole system; run by hand. */
package dev.atelier.app.bench;
