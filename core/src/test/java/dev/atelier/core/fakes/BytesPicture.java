package dev.atelier.core.fakes;

import dev.atelier.core.provider.PictureInput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A picture in memory, with or without a URL. */
public final class BytesPicture implements PictureInput {
    private static final String ONE_PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk" + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final byte[] bytes;
    private final String contentType;
    private final @Nullable URI url;

    public BytesPicture(byte[] bytes, String contentType, @Nullable URI url) {
        this.bytes = bytes.clone();
        this.contentType = contentType;
        this.url = url;
    }

    public static BytesPicture onePixelPng() {
        return new BytesPicture(Base64.getDecoder().decode(ONE_PIXEL), "image/png", null);
    }

    /** The same picture, readable at this URL. */
    public BytesPicture at(URI readable) {
        return new BytesPicture(bytes, contentType, readable);
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }
}
