package dev.atelier.core.media;

import dev.atelier.core.picture.PictureFormat;

/** Containers of results that Atelier stores. */
public enum MediaFormat {
    PNG("image/png", "png", Kind.PICTURE),
    JPEG("image/jpeg", "jpg", Kind.PICTURE),
    WEBP("image/webp", "webp", Kind.PICTURE),
    MP4("video/mp4", "mp4", Kind.FILM),
    WEBM("video/webm", "webm", Kind.FILM),
    GIF("image/gif", "gif", Kind.FILM),
    WAV("audio/wav", "wav", Kind.VOICE),
    MP3("audio/mpeg", "mp3", Kind.VOICE),
    OGG("audio/ogg", "ogg", Kind.VOICE),
    FLAC("audio/flac", "flac", Kind.VOICE);

    /** What a container holds. A GIF is a film here: pictures that move are no result of an image model. */
    public enum Kind {
        PICTURE,
        FILM,
        VOICE
    }

    private final String mediaType;
    private final String extension;
    private final Kind kind;

    MediaFormat(String mediaType, String extension, Kind kind) {
        this.mediaType = mediaType;
        this.extension = extension;
        this.kind = kind;
    }

    public static MediaFormat of(PictureFormat picture) {
        return switch (picture) {
            case PNG -> PNG;
            case JPEG -> JPEG;
            case WEBP -> WEBP;
        };
    }

    public String mediaType() {
        return mediaType;
    }

    public String extension() {
        return extension;
    }

    public Kind kind() {
        return kind;
    }
}
