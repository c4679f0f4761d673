package dev.atelier.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Role;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelRoutesTest {
    private static final String PUT =
            "{\"id\":\"%s\",\"provider\":\"fake\",\"category\":\"image_generation\",\"displayName\":\"M\",\"lifecycle\":\"active\","
                    + "\"capabilities\":{\"aspectRatios\":[\"1:1\",\"3:4\"],\"qualities\":[\"2K\"],\"maxImages\":4,\"minInputImages\":%d,"
                    + "\"maxInputImages\":6,\"maxPromptLength\":2000,\"seed\":true}}";
    private final TestApi api = new TestApi();
    private final Client admin = api.as(Role.ADMIN);
    private final Client viewer = api.as(Role.VIEWER);

    @BeforeEach
    void fill() {
        admin.post(
                "/api/v1/admin/providers",
                "{\"id\":\"fake\",\"category\":\"image_generation\",\"adapter\":\"fake\",\"displayName\":\"F\",\"model\":\"seedream/4.5\",\"apiKey\":\"sk-the-right-key-1234\"}");
        assertThat(admin.put("/api/v1/admin/models", PUT.formatted("seedream/4.5", 0))
                        .status())
                .isEqualTo(200);
        assertThat(admin.put("/api/v1/admin/models", PUT.formatted("seedream/4.5-edit", 1))
                        .status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void modelsAreListedByCategory() {
        assertThat(viewer.get("/api/v1/models").json().path("data")).hasSize(2);
        assertThat(viewer.get("/api/v1/models?category=TEXT_TO_IMAGE").json().path("data"))
                .hasSize(1);
        assertThat(viewer.get("/api/v1/models?category=IMAGE_TO_IMAGE").json().path("data"))
                .hasSize(2);
        assertThat(viewer.get("/api/v1/models/seedream/4.5")
                        .json()
                        .path("categories")
                        .toString())
                .isEqualTo("[\"TEXT_TO_IMAGE\",\"IMAGE_TO_IMAGE\"]");
        assertThat(viewer.get("/api/v1/models?category=image_to_video").json().path("data"))
                .isEmpty();
        assertThat(viewer.get("/api/v1/models?category=llm").json().path("data"))
                .isEmpty();
        assertThat(viewer.get("/api/v1/models?category=smell").status()).isEqualTo(400);
    }

    @Test
    void anIdWithSlashesIsWrittenAsItIs() {
        Answer can = viewer.get("/api/v1/models/seedream/4.5-edit/capabilities");
        assertThat(can.json().path("maxGenerations").asInt()).isEqualTo(4);
        assertThat(can.json()
                        .path("inputSchema")
                        .path("properties")
                        .path("aspectRatio")
                        .path("enum"))
                .hasSize(2);
        assertThat(can.json().path("inputSchema").path("required").toString()).contains("productImages");
        assertThat(can.header("Cache-Control")).isEqualTo("private, max-age=60");
        assertThat(viewer.with("If-None-Match", can.header("ETag"))
                        .get("/api/v1/models/seedream/4.5-edit/capabilities")
                        .status())
                .isEqualTo(304);
        assertThat(viewer.get("/api/v1/models/seedream/4.5").json().path("id").asText())
                .isEqualTo("seedream/4.5");
        assertThat(viewer.get("/api/v1/models/seedream/9/capabilities").code()).isEqualTo("not_found");
    }

    @Test
    void aModelThatEndsIsGoneAfterItsLastDay() {
        String ending = PUT.formatted("old/one", 0)
                .replace("\"active\"", "\"active\",\"endsOn\":\"%s\",\"replacement\":\"seedream/4.5\"");
        LocalDate today = LocalDate.ofInstant(api.clock.instant(), ZoneOffset.UTC);
        assertThat(admin.put("/api/v1/admin/models", ending.formatted(today))
                        .json()
                        .path("lifecycle")
                        .asText())
                .isEqualTo("deprecated");
        assertThat(viewer.get("/api/v1/models").json().path("data")).hasSize(3);
        admin.put("/api/v1/admin/models", ending.formatted(today.minusDays(1)));

        assertThat(viewer.get("/api/v1/models").json().path("data")).hasSize(2);
        assertThat(viewer.get("/api/v1/models?retired=true").json().path("data"))
                .hasSize(3);
        Answer gone = viewer.get("/api/v1/models/old/one");
        assertThat(gone.json().path("lifecycle").asText()).isEqualTo("retired");
        assertThat(gone.json().path("replacement").asText()).isEqualTo("seedream/4.5");
        assertThat(gone.json().path("available").asBoolean(true)).isFalse();
    }

    @Test
    void aVendorsListShowsWhatTheCatalogueDoesNotKnow() {
        Answer live = viewer.get("/api/v1/providers/fake/models");
        assertThat(live.status()).as(live.body()).isEqualTo(200);
        assertThat(live.json().path("source").asText()).isEqualTo("live");
        assertThat(live.json().path("fetchedAt").asText()).startsWith("2026-05-01T12:00:00");
        var models = live.json().path("data");
        assertThat(models.findValuesAsText("id")).containsExactly("seedream/4.5", "seedream/4.5-edit", "seedream/5");
        assertThat(models.findValuesAsText("known")).containsExactly("true", "true", "false");
        assertThat(models.findValuesAsText("listed")).containsExactly("true", "false", "true");
        assertThat(models.findValuesAsText("available")).as("nothing is priced").containsOnly("false");
        assertThat(viewer.get("/api/v1/providers/fake/models")
                        .json()
                        .path("source")
                        .asText())
                .isEqualTo("cached");
        assertThat(viewer.get("/api/v1/providers/fake/models?refresh=true").status())
                .isEqualTo(403);
        assertThat(admin.get("/api/v1/providers/fake/models?refresh=true")
                        .json()
                        .path("source")
                        .asText())
                .isEqualTo("live");
        assertThat(viewer.get("/api/v1/providers/nobody/models").status()).isEqualTo(404);

        admin.post(
                "/api/v1/admin/prices",
                "{\"model\":\"seedream/4.5\",\"unit\":\"picture\",\"credits\":7,\"costMicros\":32000}");
        assertThat(viewer.get("/api/v1/providers/fake/models")
                        .json()
                        .path("data")
                        .get(0)
                        .path("available")
                        .asBoolean())
                .isTrue();
        var vendors = viewer.get("/api/v1/providers").json().path("data");
        assertThat(vendors.findValuesAsText("id")).contains("fake");
        assertThat(vendors.get(0).path("rows").get(0).path("model").asText()).isEqualTo("seedream/4.5");
    }

    @Test
    void costsAreThoseOfMyOrgAndOfAnyModel() {
        Answer costs = viewer.get("/api/v1/models/seedream/4.5/costs?from=2026-04-01T00:00:00Z");
        assertThat(costs.status()).as(costs.body()).isEqualTo(200);
        assertThat(costs.json().path("runs").asLong(-1)).isZero();
        assertThat(costs.json().path("model").asText()).isEqualTo("seedream/4.5");
        assertThat(costs.json().path("to").asText()).startsWith("2026-05-01T12:00:00");
        assertThat(viewer.get("/api/v1/models/no/such/costs").status()).isEqualTo(404);
        assertThat(viewer.get("/api/v1/models/seedream/4.5/costs?from=2019-01-01T00:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPriceIsANewLineOfTheBook() {
        String price = "{\"model\":\"seedream/4.5\",\"credits\":7,\"costMicros\":32000}";
        assertThat(admin.post("/api/v1/admin/prices", price).status()).isEqualTo(201);
        Answer dearer = admin.post("/api/v1/admin/prices", price.replace("7", "9"));
        assertThat(dearer.json().path("bookVersion").asLong()).isEqualTo(2);
        assertThat(admin.get("/api/v1/admin/prices").json().path("data")).hasSize(1);
        assertThat(viewer.get("/api/v1/models/seedream/4.5")
                        .json()
                        .path("creditsFrom")
                        .asLong())
                .isEqualTo(9);
        for (String bad : new String[] {
            price.replace("7", "0"),
            price.replace("7", "-1"),
            price.replace("7", "1.5"),
            price.replace("4.5", "none"),
            price.replace("}", ",\"quality\":\"8K\"}"),
            price.replace("32000", "-1"),
            price.replace("}", ",\"bookVersion\":1}")
        }) {
            assertThat(admin.post("/api/v1/admin/prices", bad).status()).as(bad).isIn(400, 422);
        }
    }

    @Test
    void pricesAreByOperationQualityAndRatioToo() {
        String price = "{\"model\":\"seedream/4.5\",\"credits\":7,\"costMicros\":32000%s}";
        admin.post("/api/v1/admin/prices", price.formatted(""));
        Answer edit = admin.post(
                "/api/v1/admin/prices",
                price.formatted(
                        ",\"operation\":\"edit\",\"quality\":\"2K\",\"aspectRatio\":\"3:4\",\"unit\":\"picture\",\"per\":1"));
        assertThat(edit.status()).as(edit.body()).isEqualTo(201);
        assertThat(edit.json().path("operation").asText()).isEqualTo("edit");
        assertThat(edit.json().path("aspectRatio").asText()).isEqualTo("3:4");
        assertThat(admin.get("/api/v1/admin/prices").json().path("data")).hasSize(2);
        var prices = viewer.get("/api/v1/models/seedream/4.5").json().path("prices");
        assertThat(prices).hasSize(2);
        assertThat(prices.findValuesAsText("unit")).containsOnly("picture");
        assertThat(prices.toString()).doesNotContain("costMicros");
        for (String bad : new String[] {
            ",\"operation\":\"paint\"",
            ",\"aspectRatio\":\"9:1\"",
            ",\"unit\":\"second\"",
            ",\"unit\":\"input_token\"",
            ",\"per\":7",
            ",\"per\":0"
        }) {
            assertThat(admin.post("/api/v1/admin/prices", price.formatted(bad)).status())
                    .as(bad)
                    .isIn(400, 422);
        }
    }

    @Test
    void badModelsAreRefused() {
        String good = PUT.formatted("x", 0);
        for (String bad : new String[] {
            good.replace("\"fake\"", "\"none\""),
            good.replace("\"x\"", "\" \""),
            good.replace("active", "sleeping"),
            good.replace("\"maxImages\":4", "\"maxImages\":0"),
            good.replace("\"minInputImages\":0", "\"minInputImages\":9"),
            good.replace("\"seed\":true", "\"seed\":1"),
            good.replace("\"lifecycle\"", "\"replacement\":\"none\",\"lifecycle\"")
        }) {
            assertThat(admin.put("/api/v1/admin/models", bad).status()).as(bad).isIn(400, 422);
        }
        assertThat(api.as(api.org("Second", "b@second.example"))
                        .put("/api/v1/admin/models", good)
                        .status())
                .isEqualTo(403);
    }
}
