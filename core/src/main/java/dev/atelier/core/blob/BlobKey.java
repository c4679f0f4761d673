package dev.atelier.core.blob;

import dev.atelier.core.account.UserId;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where bytes lie in the blob store. Made by us, never from a user's text: {@code uploads/user_{id}/{uuid}.{ext}} and
 * {@code generated/user_{id}/{uuid}.{ext}}; a thumbnail lies beside its picture as {@code {uuid}_{side}.{ext}}.
 */
public record BlobKey(String value) {
    private static final Pattern FORM =
            Pattern.compile("(uploads|generated)/user_[0-9a-f-]{36}/[0-9a-f-]{36}(_[0-9]{2,4})?\\.[a-z0-9]{2,5}");

    public BlobKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a blob key");
        }
    }

    public static BlobKey upload(UserId user, UUID id, String extension) {
        return new BlobKey("uploads/user_" + user + "/" + id + "." + extension);
    }

    public static BlobKey generated(UserId user, UUID id, String extension) {
        return new BlobKey("generated/user_" + user + "/" + id + "." + extension);
    }

    /** The key of this picture's thumbnail with that longest side. */
    public BlobKey thumbnail(int sidePx, String extension) {
        return new BlobKey(value.substring(0, value.lastIndexOf('.')) + "_" + sidePx + "." + extension);
    }

    @Override
    public String toString() {
        return value;
    }
}
