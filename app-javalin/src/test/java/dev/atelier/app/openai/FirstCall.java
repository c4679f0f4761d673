package dev.atelier.app.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;

/** The Java of {@code docs/openai-door.md}, so that it compiles. */
final class FirstCall {
    private FirstCall() {}

    static ImagesResponse call() {
        OpenAIClient client = OpenAIOkHttpClient.fromEnv();
        ImagesResponse made = client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("a lighthouse at dusk")
                        .n(2)
                        .size(ImageGenerateParams.Size._1536X1024)
                        .build());
        return made;
    }
}
