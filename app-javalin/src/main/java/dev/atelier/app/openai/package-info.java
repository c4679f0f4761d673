/** The door for OpenAI's SDKs: their addresses, their fields and their errors, in front of the same use cases. */
@NullMarked
package dev.atelier.app.openai;

import org.jspecify.annotations.NullMarked;
