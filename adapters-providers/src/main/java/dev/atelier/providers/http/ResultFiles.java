package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The end of a task whose files lie at addresses. */
public final class ResultFiles {
    private static final int MOST = 16;

    private ResultFiles() {}

    /** @param addresses a JSON array of texts */
    public static TaskProgress at(JsonNode addresses, VendorCost cost) {
        return at(PresetRows.texts(addresses), cost, null);
    }

    /**
     * Done, or failed for good if there is no address or something else among them: a part of what was ordered is not guessed at.
     *
     * @param echoedCallback our callback URL, where the vendor's answer repeats it
     */
    public static TaskProgress at(List<String> addresses, VendorCost cost, @Nullable URI echoedCallback) {
        List<ProducedFile> files = new ArrayList<>();
        for (String address : addresses) {
            HttpUrl url = HttpUrl.parse(address);
            if (url == null || files.size() == MOST) {
                files.clear();
                break;
            }
            files.add(new ProducedFile.Remote(url.uri()));
        }
        return files.isEmpty()
                ? new TaskProgress.Failed(FailureKind.RESULT_UNUSABLE, "The task ended without a usable file.", cost)
                : new TaskProgress.Succeeded(files, cost, echoedCallback);
    }
}
