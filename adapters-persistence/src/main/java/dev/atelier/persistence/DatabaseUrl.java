package dev.atelier.persistence;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code DATABASE_URL} such as {@code postgresql://user:pass@host:5432/db?sslmode=require}, as JDBC wants them.
 */
record DatabaseUrl(String jdbcUrl, String user, String password) {
    // The password runs to the last @, so that one with an @ of its own works even if nobody encoded it.
    private static final Pattern FORM =
            Pattern.compile("postgres(?:ql)?://(?:([^:@/]*)(?::(.*))?@)?([^@/?]+)/([^?@/]+)(?:\\?(.*))?");

    /**
     * @throws IllegalArgumentException if the text is no such URL; the text is not in the message, for it holds the password
     */
    static DatabaseUrl parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "DATABASE_URL must look like postgresql://user:password@host:5432/database?sslmode=require");
        }
        String query = form.group(5) == null ? "" : "?" + form.group(5).replace("channel_binding=", "channelBinding=");
        return new DatabaseUrl(
                "jdbc:postgresql://" + form.group(3) + "/" + form.group(4) + query,
                decoded(form.group(1)),
                decoded(form.group(2)));
    }

    private static String decoded(@Nullable String part) {
        if (part == null) {
            return "";
        }
        try {
            // In the user's part of a URL a plus is a plus.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl.replaceAll("\\?.*", "") + "]";
    }
}
