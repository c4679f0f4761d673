package dev.atelier.app.account;

import dev.atelier.app.http.Problem;

/** Names that people give themselves and their orgs. */
final class Names {
    private static final int LONGEST = 120;

    private Names() {}

    /**
     * The name without space around it.
     *
     * @throws Problem 400 if it has no or more than 120 characters, or one that cannot be seen
     */
    static String checked(String pointer, String given) {
        String name = given.strip();
        if (name.isEmpty() || name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.malformed(pointer, "invalid", "A name has 1 to 120 characters, all of them visible.");
        }
        return name;
    }
}
