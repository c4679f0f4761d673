package dev.atelier.core.picture;

import java.util.Arrays;

/** A small picture: one int a pixel, alpha not multiplied in. */
record ArgbImage(int width, int height, int[] argb) {
    boolean hasTransparency() {
        return Arrays.stream(argb).anyMatch(pixel -> pixel >>> 24 != 0xff);
    }

    /** Undoes an EXIF orientation (1 to 8): the copy looks right without it. */
    ArgbImage upright(int orientation) {
        if (orientation == ExifOrientation.UPRIGHT) {
            return this;
        }
        boolean turned = orientation >= 5;
        int newWidth = turned ? height : width;
        int newHeight = turned ? width : height;
        int[] result = new int[argb.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int sourceX = switch (orientation) {
                    case 2, 3 -> width - 1 - x;
                    case 5, 6 -> y;
                    case 7, 8 -> width - 1 - y;
                    default -> x;
                };
                int sourceY = switch (orientation) {
                    case 3, 4 -> height - 1 - y;
                    case 5, 8 -> x;
                    case 6, 7 -> height - 1 - x;
                    default -> y;
                };
                result[y * newWidth + x] = argb[sourceY * width + sourceX];
            }
        }
        return new ArgbImage(newWidth, newHeight, result);
    }
}
