package dev.atelier.providers.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns what the user wants into full prompts. The lists have lengths without common divisor, so 280 prompts differ before the
 * first comes again.
 */
final class PromptWriter {
    private static final int LONGEST = 1_200;
    private static final Pattern LABELLED = Pattern.compile(
            "(?im)^[\\s>*#-]*(?:the )?(?:user'?s? )?(?:brief|prompt|request|idea|wish|subject|words)(?: of the user)?\\**\\s*:\\s*(.+)$");
    private static final Pattern INSTRUCTION = Pattern.compile(
            "(?i).*(\\bexactly\\s+\\d|\\bjson\\b|\\barray\\b|^\\s*(picture|image|reference|product|palette)\\b.*:).*");
    private static final Pattern PALETTE = Pattern.compile("Palette: ([^.\\n]+)");
    private static final List<String> COMPOSITIONS = List.of(
            "a centered composition with generous margins",
            "everything on a rising diagonal",
            "the subject set low, much empty room above",
            "a strict and quiet symmetry",
            "seen from straight above",
            "the subject a third from the left",
            "tightly cropped, almost abstract",
            "floating freely on plain ground");
    private static final List<String> LIGHTS = List.of(
            "soft studio light from the left",
            "hard noon light with short shadows",
            "even overcast light",
            "a single warm lamp",
            "low sidelight and long shadows",
            "bright high-key light",
            "gentle backlight with a thin rim");
    private static final List<String> LENSES = List.of(
            "85 mm lens, shallow focus",
            "35 mm lens, everything sharp",
            "macro lens, fine texture",
            "medium format, calm tones",
            "tele lens, flattened depth");

    private final String said;
    private final MagicWords magic;

    PromptWriter(String said, MagicWords magic) {
        this.said = said;
        this.magic = magic;
    }

    List<String> write(int count) {
        String subject = subject();
        String palette = palette();
        Dice dice = Dice.of(subject);
        int composition = dice.below(COMPOSITIONS.size());
        int light = dice.below(LIGHTS.size());
        int lens = dice.below(LENSES.size());
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String prompt = subject
                    + ", " + COMPOSITIONS.get((composition + i) % COMPOSITIONS.size())
                    + ", " + LIGHTS.get((light + i) % LIGHTS.size())
                    + ", " + LENSES.get((lens + i) % LENSES.size())
                    + palette;
            prompts.add((prompt + " " + magic.forPrompt(i + 1)).strip());
        }
        return prompts;
    }

    /** What the user asked for: a labelled line if there is one, else all lines that are no instructions to the writer. */
    private String subject() {
        Matcher labelled = LABELLED.matcher(said);
        String subject = "";
        while (labelled.find() && subject.isEmpty()) {
            subject = INSTRUCTION.matcher(labelled.group(1)).matches() ? "" : MagicWords.strip(labelled.group(1));
        }
        if (subject.isEmpty()) {
            subject = MagicWords.strip(said.lines()
                    .filter(line -> !INSTRUCTION.matcher(line).matches())
                    .collect(Collectors.joining(" ")));
        }
        subject = subject.replaceAll("^[\"'“”]+|[\"'“”.,;]+$", "").strip();
        if (subject.isEmpty()) {
            return "a free composition";
        }
        return subject.length() > LONGEST ? subject.substring(0, LONGEST).strip() : subject;
    }

    /** The colours that a description of a reference picture names. */
    private String palette() {
        Matcher told = PALETTE.matcher(said);
        Set<String> colours = new LinkedHashSet<>();
        while (told.find()) {
            for (String word : told.group(1).split("[^a-z]+")) {
                Hue.named(word).map(Hue::word).ifPresent(colours::add);
            }
        }
        return colours.isEmpty() ? "" : ", in " + colours.stream().limit(3).collect(Collectors.joining(", "));
    }
}
