package dev.atelier.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code .env} files: {@code NAME=value} a line, {@code #} comments, optional {@code export} and quotes. Nothing is expanded:
 * a dollar sign is a dollar sign.
 */
final class DotEnv {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    private DotEnv() {}

    static Map<String, String> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigProblem(List.of("The file " + file + " could not be read as UTF-8 text."));
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.put(matcher.group(1), value(matcher.group(2).strip()));
            } else {
                problems.add("Line " + (i + 1) + " of " + file + " is not NAME=value, a comment or blank.");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
        return values;
    }

    private static String value(String text) {
        for (char quote : new char[] {'"', '\''}) {
            int end = text.length() < 2 || text.charAt(0) != quote ? -1 : text.indexOf(quote, 1);
            if (end > 0) {
                return text.substring(1, end);
            }
        }
        int comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }
}
