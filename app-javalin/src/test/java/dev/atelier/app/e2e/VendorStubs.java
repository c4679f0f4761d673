package dev.atelier.app.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * kie.ai, OpenAI and Google on loopback, with bodies composed after their documentation (2026-11-20). Each prompt that the language
 * model gives names its picture, so each order gets the answer that was prepared for it, whatever the order of arrival.
 */
final class VendorStubs implements AutoCloseable {
    static final String CREATE = "/api/v1/jobs/createTask";
    static final String MODERATION =
            "The input or output was flagged as sensitive. Please try again with different inputs.";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    VendorStubs() {
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.port());
    }

    String host() {
        return "localhost:" + server.port();
    }

    /** Forgets what was prepared and what was asked. */
    void reset() {
        server.resetAll();
    }

    List<LoggedRequest> requests(String path) {
        return server
                .findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(urlPathMatching(path)))
                .stream()
                .toList();
    }

    // ---- words ------------------------------------------------------------------------------------------------------

    /** kie's language model of this route answers with a failure in its HTTP 200 envelope. */
    void chatFails(String model, int code, String message) {
        server.stubFor(post(urlPathEqualTo("/" + model + "/v1/chat/completions"))
                .willReturn(okJson("{\"code\":" + code + ",\"msg\":\"" + message + "\",\"data\":null}")));
    }

    void chatGives(String model, List<String> prompts) {
        ObjectNode answer = completion(model, array(prompts)).put("credits_consumed", 0.09);
        server.stubFor(
                post(urlPathEqualTo("/" + model + "/v1/chat/completions")).willReturn(okJson(answer.toString())));
    }

    void openAiSees(String description, int millis) {
        server.stubFor(post(urlPathEqualTo("/v1/chat/completions"))
                .willReturn(
                        okJson(completion("gpt-6-luna", description).toString()).withFixedDelay(millis)));
        server.stubFor(get(urlPathEqualTo("/v1/models"))
                .willReturn(okJson("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-6-luna\",\"object\":\"model\"}]}")));
    }

    void geminiSays(String model, String text) {
        ObjectNode answer = ApiClient.JSON.createObjectNode();
        ObjectNode candidate = answer.putArray("candidates").addObject();
        candidate
                .putObject("content")
                .put("role", "model")
                .putArray("parts")
                .addObject()
                .put("text", text);
        candidate.put("finishReason", "STOP").put("index", 0);
        answer.putObject("usageMetadata")
                .put("promptTokenCount", 9)
                .put("candidatesTokenCount", 6)
                .put("thoughtsTokenCount", 0)
                .put("totalTokenCount", 15);
        answer.put("modelVersion", model).put("responseId", "resp-e2e");
        server.stubFor(post(urlPathEqualTo("/v1beta/models/" + model + ":generateContent"))
                .willReturn(okJson(answer.toString())));
    }

    static String array(List<String> prompts) {
        var array = ApiClient.JSON.createArrayNode();
        prompts.forEach(array::add);
        return array.toString();
    }

    private static ObjectNode completion(String model, String content) {
        ObjectNode answer = ApiClient.JSON
                .createObjectNode()
                .put("id", "chatcmpl-e2e")
                .put("object", "chat.completion")
                .put("created", 1_763_600_000)
                .put("model", model);
        answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", content);
        answer.putObject("usage")
                .put("prompt_tokens", 412)
                .put("completion_tokens", 58)
                .put("total_tokens", 470);
        return answer;
    }

    // ---- pictures ---------------------------------------------------------------------------------------------------

    /** Takes the order whose prompt has this word, under this id, and makes it until it is told otherwise. */
    void takes(String word, String taskId) {
        takes(word, taskId, 0);
    }

    void takes(String word, String taskId, int answerMillis) {
        order(
                word,
                okJson("{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"" + taskId + "\"}}")
                        .withFixedDelay(answerMillis));
        makes(taskId);
    }

    /** Takes the order, and the answer is lost on the way. */
    void takesWithoutAnAnswer(String word, String taskId) {
        order(word, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        makes(taskId);
    }

    private void order(String word, ResponseDefinitionBuilder answer) {
        server.stubFor(
                post(urlPathEqualTo(CREATE)).withRequestBody(containing(word)).willReturn(answer));
    }

    private void makes(String taskId) {
        record(taskId, data(taskId, "generating").put("resultJson", ""));
    }

    void finishes(String taskId, byte[] picture) {
        String path = "/result/" + taskId + ".png";
        server.stubFor(get(urlPathEqualTo(path))
                .willReturn(aResponse().withHeader("Content-Type", "image/png").withBody(picture)));
        record(
                taskId,
                data(taskId, "success")
                        .put("resultJson", "{\"resultUrls\":[\"" + url() + path + "\"]}")
                        .put("costTime", 30)
                        .put("creditsConsumed", 18));
    }

    void refuses(String taskId) {
        record(
                taskId,
                data(taskId, "fail")
                        .put("resultJson", "")
                        .put("failCode", "400")
                        .put("failMsg", MODERATION)
                        .put("creditsConsumed", 0));
    }

    private void record(String taskId, ObjectNode data) {
        ObjectNode body = ApiClient.JSON.createObjectNode().put("code", 200).put("msg", "success");
        body.set("data", data);
        server.stubFor(
                get(urlEqualTo("/api/v1/jobs/recordInfo?taskId=" + taskId)).willReturn(okJson(body.toString())));
    }

    private static ObjectNode data(String taskId, String state) {
        return ApiClient.JSON
                .createObjectNode()
                .put("taskId", taskId)
                .put("model", "nano-banana-pro")
                .put("state", state)
                .put("param", "{\"model\":\"nano-banana-pro\"}")
                .putNull("failCode")
                .putNull("failMsg")
                .put("createTime", System.currentTimeMillis());
    }

    /** kie's file store, where pictures go that the internet cannot read. */
    void storesFiles() {
        server.stubFor(post(urlPathEqualTo("/api/file-stream-upload"))
                .willReturn(okJson("{\"success\":true,\"code\":200,\"msg\":\"File uploaded successfully\",\"data\":"
                        + "{\"downloadUrl\":\"https://tempfile.redpandaai.co/kieai/1234/in.png\"}}")));
    }

    /** The orders that were made, each as its JSON. */
    List<JsonNode> orders() {
        return server.findAll(postRequestedFor(urlPathEqualTo(CREATE))).stream()
                .map(request -> parsed(request.getBodyAsString()))
                .toList();
    }

    /** The address that the vendor was told to ring at for the order whose prompt has this word. */
    URI callback(String word) {
        return orders().stream()
                .filter(order -> order.path("input").path("prompt").asText().contains(word))
                .map(order -> URI.create(order.path("callBackUrl").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no order for " + word));
    }

    /** Every address that the vendor was told to ring at. */
    List<URI> callbacks() {
        return orders().stream()
                .map(order -> URI.create(order.path("callBackUrl").asText()))
                .toList();
    }

    static List<String> prompts(String... words) {
        return IntStream.range(0, words.length)
                .mapToObj(i -> "A quiet still life in morning light, seen as " + words[i])
                .toList();
    }

    private static JsonNode parsed(String text) {
        try {
            return ApiClient.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
