/** What the text models of all vendors have in common: the chat answer, tokens and their prices, pictures inside a message. */
@NullMarked
package dev.atelier.providers.text;

import org.jspecify.annotations.NullMarked;
