package dev.atelier.core.media;

/** How large results that play may be, in bytes. */
public record MediaLimits(long filmBytes, long voiceBytes) {
    /** 512 MiB for a film, 64 MiB for a voice. */
    public static final MediaLimits DEFAULT = new MediaLimits(512L << 20, 64L << 20);
}
