package dev.atelier.core.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the orientation tag (0x0112) in the first directory of an EXIF block; anything odd counts as upright. */
final class ExifOrientation {
    static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    private ExifOrientation() {}

    /** @param tiff the block from its byte-order mark on */
    static int of(byte[] tiff) {
        try {
            ByteBuffer block = ByteBuffer.wrap(tiff);
            int mark = block.getShort();
            if (mark != 0x4949 && mark != 0x4d4d) {
                return UPRIGHT;
            }
            block.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            if (block.getShort() != 42) {
                return UPRIGHT;
            }
            block.position(block.getInt());
            int entries = block.getShort() & 0xffff;
            for (int i = 0; i < entries; i++) {
                int tag = block.getShort() & 0xffff;
                int type = block.getShort();
                int count = block.getInt();
                int value = block.getShort() & 0xffff;
                block.getShort();
                if (tag == TAG) {
                    return type == SHORT && count == 1 && value >= 1 && value <= 8 ? value : UPRIGHT;
                }
            }
            return UPRIGHT;
        } catch (BufferUnderflowException | IllegalArgumentException odd) {
            return UPRIGHT;
        }
    }
}
