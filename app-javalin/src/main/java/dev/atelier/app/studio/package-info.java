/** The web UI: its pages, scripts and styles out of the jar, under one strict policy. */
@NullMarked
package dev.atelier.app.studio;

import org.jspecify.annotations.NullMarked;
