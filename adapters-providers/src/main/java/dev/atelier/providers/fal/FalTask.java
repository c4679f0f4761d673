package dev.atelier.providers.fal;

import dev.atelier.core.provider.VendorTaskId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * fal's name for a request, and where to ask for it: its routes lie under the <em>app</em>, which is a part of the model's name, mostly
 * its first two segments. We keep app, id and model as {@code app/requests/id#model}; a callback tells the bare id.
 *
 * @param app blank if only the id is known
 * @param model blank if only the id is known
 */
record FalTask(String app, String id, String model) {
    private static final String SEGMENT = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final String PATH = SEGMENT + "(?:/" + SEGMENT + "){1,5}";
    private static final Pattern MODEL = Pattern.compile(PATH);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern KEPT =
            Pattern.compile("(" + PATH + ")/requests/([A-Za-z0-9_-]{1,100})#(" + PATH + ")");
    private static final Pattern STATUS_URL =
            Pattern.compile("https?://[^/?#]+/(" + PATH + ")/requests/([A-Za-z0-9_-]{1,100})/status");

    static boolean isModel(String model) {
        return MODEL.matcher(model).matches() && model.length() <= 120;
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * A request that was just taken.
     *
     * @param statusUrl fal's own; only the app in it is believed, since the key must not go to a host that an answer names
     */
    static FalTask of(String id, String model, String statusUrl) {
        Matcher told = STATUS_URL.matcher(statusUrl);
        if (told.matches() && told.group(2).equals(id)) {
            return new FalTask(told.group(1), id, model);
        }
        return new FalTask(app(model), id, model);
    }

    static FalTask of(VendorTaskId task) {
        Matcher kept = KEPT.matcher(task.value());
        return kept.matches()
                ? new FalTask(kept.group(1), kept.group(2), kept.group(3))
                : new FalTask("", task.value(), "");
    }

    /** The app of a model whose answer did not tell it. */
    static String app(String model) {
        String[] parts = model.split("/", 3);
        return parts.length < 2 ? model : parts[0] + "/" + parts[1];
    }

    FalTask at(String place) {
        return new FalTask(place, id, model);
    }

    String route() {
        return app + "/requests/" + id;
    }

    VendorTaskId kept() {
        return new VendorTaskId(route() + "#" + model);
    }
}
