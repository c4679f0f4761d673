package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.app.e2e.ApiClient.Answer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** Asking for pictures and reading what came of it, as a customer's program does. */
final class Wish {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String GENERATIONS = "/api/v1/generations";

    private Wish() {}

    static Answer start(ApiClient client, int count, List<String> references, List<String> products) {
        ObjectNode body = ApiClient.JSON
                .createObjectNode()
                .put("prompt", "A quiet still life")
                .put("imageCount", count)
                .put("imageModel", "nano-banana-pro");
        ArrayNode looks = body.putArray("referenceImages");
        references.forEach(looks::add);
        ArrayNode goods = body.putArray("productImages");
        products.forEach(goods::add);
        return client.post(GENERATIONS, body.toString());
    }

    static JsonNode ended(ApiClient client, String path, String state) {
        await(state).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode now = client.get(path).json();
            assertThat(now.path("state").asText()).as(now.toString()).isEqualTo(state);
        });
        return client.get(path).json();
    }

    static JsonNode task(JsonNode generation, String state) {
        return StreamSupport.stream(generation.path("tasks").spliterator(), false)
                .filter(task -> task.path("state").asText().equals(state))
                .findFirst()
                .orElseThrow();
    }

    static List<String> states(JsonNode generation) {
        return generation.findValuesAsText("state");
    }

    static long acked(JsonNode generation) {
        return states(generation).stream().filter("acked"::equals).count();
    }

    static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path(field).asText())
                .toList();
    }

    static byte[] download(String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    static byte[] picture(Color colour) throws IOException {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, 640, 480);
        pen.setColor(Color.BLACK);
        pen.fillOval(100, 100, 200, 200);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
