package dev.atelier.core.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the strings of the first JSON array in a text that may have anything around it; the core has no JSON library. */
final class JsonStrings {
    private final String text;
    private int at;

    private JsonStrings(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** The strings of the first array that holds strings or objects with string values; empty if there is none. */
    static Optional<List<String>> firstArray(String text) {
        for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
            Optional<List<String>> strings = new JsonStrings(text, open + 1).array();
            if (strings.isPresent() && !strings.get().isEmpty()) {
                return strings;
            }
        }
        return Optional.empty();
    }

    private Optional<List<String>> array() {
        List<String> strings = new ArrayList<>();
        while (true) {
            skipSpace();
            if (at >= text.length()) {
                // The answer was cut off: what is whole is good.
                return Optional.of(strings);
            }
            char c = text.charAt(at);
            if (c == ']') {
                return Optional.of(strings);
            } else if (c == ',') {
                at++;
            } else if (c == '"') {
                Optional<String> string = string();
                if (string.isEmpty()) {
                    return Optional.of(strings);
                }
                strings.add(string.get());
            } else if (c == '{') {
                object(strings);
            } else {
                return Optional.empty();
            }
        }
    }

    /** Takes the longest string value of an object such as {"title": "…", "prompt": "…"}. */
    private void object(List<String> strings) {
        at++;
        String longest = "";
        boolean value = false;
        int depth = 1;
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at);
            if (c == '"') {
                Optional<String> string = string();
                if (string.isEmpty()) {
                    at = text.length();
                } else if (value && string.get().length() > longest.length()) {
                    longest = string.get();
                }
                continue;
            }
            if (c == ':') {
                value = true;
            } else if (c == ',') {
                value = false;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
            at++;
        }
        if (!longest.isEmpty()) {
            strings.add(longest);
        }
    }

    private Optional<String> string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return Optional.of(out.toString());
            }
            if (c == '\\' && at < text.length()) {
                escape(text.charAt(at++), out);
            } else {
                out.append(c);
            }
        }
        return Optional.empty();
    }

    private void escape(char c, StringBuilder out) {
        switch (c) {
            case 'n', 'r' -> out.append('\n');
            case 't' -> out.append(' ');
            case 'b', 'f' -> {}
            case 'u' -> unicode(out);
            default -> out.append(c);
        }
    }

    private void unicode(StringBuilder out) {
        if (at + 4 > text.length()) {
            at = text.length();
            return;
        }
        try {
            out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
            at += 4;
        } catch (NumberFormatException e) {
            // Not an escape after all; the characters are kept as they stand.
            out.append("u");
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
