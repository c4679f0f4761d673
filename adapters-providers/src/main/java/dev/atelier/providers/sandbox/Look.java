package dev.atelier.providers.sandbox;

import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One look at a picture: 96 by 96 samples, and what they tell in words. */
final class Look {
    private static final int SIDE = 96;
    private static final int SAMPLES = SIDE * SIDE;
    private static final int EDGE = 40;

    private final int width;
    private final int height;
    private final int[][] rgb = new int[SIDE][SIDE];

    Look(BufferedImage picture) {
        this.width = picture.getWidth();
        this.height = picture.getHeight();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                rgb[y][x] =
                        picture.getRGB((2 * x + 1) * width / (2 * SIDE), (2 * y + 1) * height / (2 * SIDE)) & 0xFFFFFF;
            }
        }
    }

    String describe() {
        List<Share> shares = shares();
        String palette = shares.stream()
                .map(share -> share.hue().word() + " " + share.percent() + " %")
                .collect(Collectors.joining(", "));
        return "A " + orientation() + " picture, " + brightness() + " and " + temperature() + ", with " + edges() + ". "
                + "Palette: " + palette + ". "
                + accent(shares)
                + "It is " + symmetry() + ".";
    }

    /** A named colour with its part of the picture. */
    record Share(Hue hue, int percent) {}

    /** The colours that cover two percent or more, and always the largest. */
    List<Share> shares() {
        Map<Hue, Integer> counts = new EnumMap<>(Hue.class);
        for (int[] row : rgb) {
            for (int pixel : row) {
                counts.merge(Hue.nearest(pixel), 1, Integer::sum);
            }
        }
        List<Share> all = counts.entrySet().stream()
                .sorted(Map.Entry.<Hue, Integer>comparingByValue().reversed())
                .map(entry -> new Share(entry.getKey(), (100 * entry.getValue() + SAMPLES / 2) / SAMPLES))
                .toList();
        List<Share> large =
                all.stream().filter(share -> share.percent() >= 2).limit(6).toList();
        return large.isEmpty() ? all.subList(0, 1) : large;
    }

    private String orientation() {
        if (20 * Math.abs(width - height) <= Math.max(width, height)) {
            return "square";
        }
        return width > height ? "landscape" : "portrait";
    }

    private String brightness() {
        long sum = 0;
        for (int[] row : rgb) {
            for (int pixel : row) {
                sum += Hue.brightness(pixel);
            }
        }
        long mean = sum / SAMPLES;
        return mean > 190 ? "bright" : mean > 130 ? "light" : mean > 75 ? "subdued" : "dark";
    }

    private String temperature() {
        long warm = 0;
        for (int[] row : rgb) {
            for (int pixel : row) {
                warm += (pixel >> 16 & 255) - (pixel & 255);
            }
        }
        long mean = warm / SAMPLES;
        return mean > 12 ? "warm" : mean < -12 ? "cool" : "neutral";
    }

    private String edges() {
        int edges = 0;
        for (int y = 0; y + 1 < SIDE; y++) {
            for (int x = 0; x + 1 < SIDE; x++) {
                int here = Hue.brightness(rgb[y][x]);
                boolean edge = Math.abs(here - Hue.brightness(rgb[y][x + 1])) > EDGE
                        || Math.abs(here - Hue.brightness(rgb[y + 1][x])) > EDGE;
                edges += edge ? 1 : 0;
            }
        }
        int perMille = 1000 * edges / SAMPLES;
        return perMille < 5
                ? "hardly an edge"
                : perMille < 60
                        ? "few edges and large calm areas"
                        : perMille < 160 ? "clear shapes" : "many small details";
    }

    private String accent(List<Share> shares) {
        if (shares.size() < 2) {
            return "One colour covers it all. ";
        }
        Hue accent = shares.get(1).hue();
        long sumX = 0;
        long sumY = 0;
        long count = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (Hue.nearest(rgb[y][x]) == accent) {
                    sumX += x;
                    sumY += y;
                    count++;
                }
            }
        }
        return "On " + shares.get(0).hue().word() + ", the " + accent.word() + " stands "
                + place(sumX / count, sumY / count) + ". ";
    }

    private static String place(long x, long y) {
        String across = x < SIDE * 2 / 5 ? "left" : x > SIDE * 3 / 5 ? "right" : "";
        String down = y < SIDE * 2 / 5 ? "upper" : y > SIDE * 3 / 5 ? "lower" : "";
        if (across.isEmpty()) {
            return down.isEmpty() ? "in the middle" : "in the " + down + " middle";
        }
        return down.isEmpty() ? "at the " + across : "at the " + down + " " + across;
    }

    private String symmetry() {
        long apart = 0;
        for (int[] row : rgb) {
            for (int x = 0; x < SIDE / 2; x++) {
                apart += Math.abs(Hue.brightness(row[x]) - Hue.brightness(row[SIDE - 1 - x]));
            }
        }
        long mean = apart / (SAMPLES / 2);
        return mean < 6
                ? "nearly symmetrical from left to right"
                : mean < 25 ? "loosely balanced" : "clearly asymmetrical";
    }
}
