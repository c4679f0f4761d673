package dev.atelier.app.generation;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON body whose pictures are taken out while it comes in: each data URL in a list, or anywhere, is decoded straight into a file and leaves a short
 * mark in the text, so that the memory for a body does not grow with its pictures. The mark holds the picture's hash: equal bodies leave equal
 * texts. Used by one thread; closing deletes the files.
 */
public final class InlineBody implements AutoCloseable {
    /** Most pictures in one body. */
    public static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(InlineBody.class);
    private static final String MARK = "data:#";
    private static final Pattern HEAD = Pattern.compile("data:image/[a-z0-9.+-]{1,40};base64");
    private static final int LONGEST_HEAD = 64;
    private static final int DEEPEST = 63;

    private final InputStream in;
    private final boolean everywhere;
    private final int longestText;
    private final long longestPicture;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<Picture> pictures = new ArrayList<>();
    private long lists; // one bit for each open bracket, the innermost last: 1 for a list
    private int depth;

    /** @param sound false if it is no base64 */
    public record Picture(Path file, boolean sound) {}

    /**
     * @param in ends with a {@link Problem} if it is longer than the route takes
     * @param longestText most bytes besides the pictures
     * @param longestPicture bytes behind this many and one are not kept
     */
    InlineBody(InputStream in, int longestText, long longestPicture) {
        this(in, longestText, longestPicture, false);
    }

    private InlineBody(InputStream in, int longestText, long longestPicture, boolean everywhere) {
        this.in = in;
        this.everywhere = everywhere;
        this.longestText = longestText;
        this.longestPicture = longestPicture;
    }

    /** A body whose pictures may stand wherever a text may. The parameters are those of the constructor. */
    public static InlineBody everywhere(InputStream in, int longestText, long longestPicture) {
        return new InlineBody(in, longestText, longestPicture, true);
    }

    /** Reads all of the body and gives what is left of it. */
    public byte[] read() throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            keep(next);
            switch (next) {
                case '[', '{' -> open(next == '[');
                case ']', '}' -> shut();
                case '"' -> string();
                default -> {}
            }
        }
        return text.toByteArray();
    }

    /** The picture that this text stands for; null if it stands for none. */
    public @Nullable Picture marked(String value) {
        int end = value.indexOf(':', MARK.length());
        if (!value.startsWith(MARK) || end < 0 || end > MARK.length() + 2) {
            return null;
        }
        try {
            int number = Integer.parseInt(value.substring(MARK.length(), end));
            return number >= 0 && number < pictures.size() ? pictures.get(number) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void open(boolean list) {
        depth++;
        lists = lists << 1 | (list ? 1 : 0);
    }

    private void shut() {
        depth--;
        lists >>>= 1;
    }

    // A bracket too many or too few makes this wrong; the text is no JSON then and refused later.
    private boolean inList() {
        return depth > 0 && depth <= DEEPEST && (lists & 1) == 1;
    }

    // Behind the opening quote. "\\/" is how some write a slash.
    private void string() throws IOException {
        StringBuilder head = new StringBuilder();
        boolean maybe = everywhere || inList();
        for (int next = in.read(); next >= 0; next = in.read()) {
            boolean escaped = next == '\\';
            int sign = escaped ? in.read() : next;
            if (maybe && (!escaped || sign == '/') && sign != '"' && head.length() < LONGEST_HEAD) {
                if (sign == ','
                        && HEAD.matcher(head.toString().toLowerCase(Locale.ROOT))
                                .matches()) {
                    picture();
                    return;
                }
                head.append((char) sign);
                continue;
            }
            flush(head);
            maybe = false;
            if (escaped) {
                keep('\\');
            }
            keep(sign);
            if (!escaped && sign == '"') {
                return;
            }
        }
        flush(head);
    }

    private void flush(StringBuilder head) {
        head.chars().forEach(this::keep);
        head.setLength(0);
    }

    private void picture() throws IOException {
        if (pictures.size() == MOST) {
            throw Problem.malformed("", "too_large", "One request takes up to " + MOST + " data URLs.");
        }
        Path file = Files.createTempFile("atelier-inline-", ".tmp");
        Rest rest = new Rest();
        MessageDigest digest = sha256();
        boolean sound = true;
        pictures.add(new Picture(file, true));
        try (OutputStream out = Files.newOutputStream(file)) {
            InputStream decoded = new DigestInputStream(Base64.getDecoder().wrap(rest), digest);
            copy(decoded, out);
        } catch (IOException e) {
            sound = false;
        }
        // What stands behind the padding is no base64 either; a body that broke off fails here again.
        sound &= rest.read() < 0;
        rest.skipToEnd();
        pictures.set(pictures.size() - 1, new Picture(file, sound));
        String mark = MARK + (pictures.size() - 1) + ":" + HexFormat.of().formatHex(digest.digest()) + "\"";
        mark.chars().forEach(this::keep);
    }

    private void copy(InputStream decoded, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        long kept = 0;
        for (int read = decoded.read(buffer); read >= 0; read = decoded.read(buffer)) {
            int wanted = (int) Math.min(read, longestPicture + 1 - kept);
            out.write(buffer, 0, wanted);
            kept += wanted;
        }
    }

    /** The rest of a string, up to its closing quote, which is eaten. */
    private final class Rest extends InputStream {
        private boolean over;

        @Override
        public int read() throws IOException {
            int next = over ? -1 : in.read();
            if (next == '\\') {
                next = in.read();
            }
            over |= next == '"' || next < 0;
            return over ? -1 : next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int next = read();
                if (next < 0) {
                    return count == 0 ? -1 : count;
                }
                into[from + count++] = (byte) next;
            }
            return count;
        }

        void skipToEnd() throws IOException {
            while (read() >= 0) {
                // Nothing of it is wanted.
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(int next) {
        if (next < 0) {
            return;
        }
        if (text.size() >= longestText) {
            throw Problem.of(
                    ProblemCode.BODY_TOO_LARGE,
                    "Besides the pictures this route takes up to " + longestText + " bytes.");
        }
        text.write(next);
    }

    @Override
    public void close() {
        for (Picture picture : pictures) {
            try {
                Files.deleteIfExists(picture.file());
            } catch (IOException e) {
                LOG.warn("a temporary picture could not be deleted", e);
            }
        }
    }
}
