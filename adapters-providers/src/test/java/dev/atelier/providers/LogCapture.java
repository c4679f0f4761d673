package dev.atelier.providers;

/** The capture of the contracts, for the vendors' own tests. */
public final class LogCapture extends dev.atelier.core.fakes.LogCapture {}
