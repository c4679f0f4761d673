package dev.atelier.core.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/** Brings pictures of wide-gamut cameras to sRGB, because the copy carries no profile. */
final class ColourProfile {
    private ColourProfile() {}

    /** The same picture in sRGB; unchanged if the profile is missing, broken or not one of red, green and blue. */
    static ArgbImage toSrgb(ArgbImage image, byte @Nullable [] profile) {
        if (profile == null) {
            return image;
        }
        try {
            ICC_Profile icc = ICC_Profile.getInstance(profile);
            if (icc.getColorSpaceType() != ColorSpace.TYPE_RGB) {
                return image;
            }
            return convert(image, new ICC_ColorSpace(icc));
        } catch (RuntimeException broken) {
            // A profile is a hint about shades; a thumbnail without it beats none.
            return image;
        }
    }

    private static ArgbImage convert(ArgbImage image, ColorSpace space) {
        ColorModel model = new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(image.width(), image.height());
        int[] argb = image.argb();
        int[] rgb = new int[3];
        for (int i = 0; i < argb.length; i++) {
            rgb[0] = argb[i] >> 16 & 0xff;
            rgb[1] = argb[i] >> 8 & 0xff;
            rgb[2] = argb[i] & 0xff;
            raster.setPixel(i % image.width(), i / image.width(), rgb);
        }
        BufferedImage converted = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        new ColorConvertOp(null).filter(new BufferedImage(model, raster, false, null), converted);
        int[] result = converted.getRGB(0, 0, image.width(), image.height(), null, 0, image.width());
        for (int i = 0; i < result.length; i++) {
            result[i] = (argb[i] & 0xff000000) | (result[i] & 0xffffff);
        }
        return new ArgbImage(image.width(), image.height(), result);
    }
}
