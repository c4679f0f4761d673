package dev.atelier.providers.replicate;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is run. Official models are named {@code owner/name}; any other needs its version, as {@code owner/name:<64 hex
 * digits>} or the digits alone; {@code deployments/owner/name} is an own deployment.
 *
 * @param version null where the route says it all
 */
record ReplicateModel(String route, @Nullable String version) {
    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final Pattern VERSION = Pattern.compile("(?:(" + PART + "/" + PART + "):)?([0-9a-f]{64})");
    private static final Pattern OFFICIAL = Pattern.compile(PART + "/" + PART);
    private static final Pattern DEPLOYMENT = Pattern.compile("deployments/" + PART + "/" + PART);

    static boolean isOfficialName(String model) {
        return OFFICIAL.matcher(model).matches() && model.length() <= 120;
    }

    /** @throws ProviderFailure of kind INVALID_ORDER if it is no name of a model: nothing was sent */
    static ReplicateModel of(String model, ProviderId provider) {
        Matcher version = VERSION.matcher(model);
        if (version.matches()) {
            return new ReplicateModel("v1/predictions", version.group(2));
        }
        if (DEPLOYMENT.matcher(model).matches()) {
            return new ReplicateModel("v1/" + model + "/predictions", null);
        }
        if (OFFICIAL.matcher(model).matches()) {
            return new ReplicateModel("v1/models/" + model + "/predictions", null);
        }
        throw new ProviderFailure(
                provider,
                FailureKind.INVALID_ORDER,
                provider + ": a model is named owner/name, owner/name:version or deployments/owner/name");
    }
}
