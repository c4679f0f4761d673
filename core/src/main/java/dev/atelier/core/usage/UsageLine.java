package dev.atelier.core.usage;

/**
 * One group of usage. Credits and images count by the time of the charge, the rest by the time of the request.
 *
 * @param key the day, the user's id, or the model
 * @param credits charged for pictures
 * @param images pictures that were charged
 * @param generations accepted
 * @param failedImages pictures of those generations that failed; cancelled ones are not among them
 * @param costMicros what the vendors charge us for those generations, in millionths of a US dollar; expected where they told nothing
 */
public record UsageLine(String key, long credits, long images, long generations, long failedImages, long costMicros) {
    public static UsageLine none(String key) {
        return new UsageLine(key, 0, 0, 0, 0, 0);
    }

    /** Both together, under this line's key. */
    public UsageLine plus(UsageLine other) {
        return new UsageLine(
                key,
                credits + other.credits,
                images + other.images,
                generations + other.generations,
                failedImages + other.failedImages,
                costMicros + other.costMicros);
    }
}
