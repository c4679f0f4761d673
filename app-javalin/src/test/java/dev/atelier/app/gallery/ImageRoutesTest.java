package dev.atelier.app.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.generation.GenerationServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.gallery.PurgeTrash;
import dev.atelier.core.memory.InMemoryBlobStore;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageRoutesTest {
    private static final String PATH = "/api/v1/images";

    private final GenerationServer api = new GenerationServer();
    private final Client viewer = api.server.as(api.caller.org(), api.caller.user(), Role.VIEWER);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aPictureThatArrivedIsListedWithAllThatIsKnown() {
        JsonNode done =
                api.finished("{\"prompt\":\"a red square ☂\",\"imageCount\":2,\"seed\":40,\"quality\":\"high\"}");
        Answer list = viewer.get(PATH);
        assertThat(list.json().path("data")).hasSize(2);
        assertThat(list.json().path("hasMore").asBoolean()).isFalse();
        JsonNode task = done.path("tasks").get(1);
        Answer answer = viewer.get(PATH + "/" + task.path("id").asText());
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        JsonNode image = answer.json();
        assertThat(image.path("generationId")).isEqualTo(done.path("id"));
        assertThat(image.path("index").asInt()).isEqualTo(1);
        assertThat(image.path("prompt")).isEqualTo(task.path("prompt"));
        assertThat(image.path("userPrompt").asText()).isEqualTo("a red square ☂");
        assertThat(image.path("alt").asText()).isNotBlank();
        assertThat(image.path("seed").asLong()).isEqualTo(41);
        assertThat(image.path("quality").asText()).isEqualTo("high");
        assertThat(image.path("sha256")).isEqualTo(task.path("image").path("sha256"));
        assertThat(image.path("starred").asBoolean()).isFalse();
        assertThat(image.path("trashedAt").isNull()).isTrue();
        assertThat(readable(image.path("url").asText())).isTrue();
        assertThat(image.path("thumbnails"))
                .hasSize(2)
                .allSatisfy(thumb ->
                        assertThat(readable(thumb.path("url").asText())).isTrue());
    }

    @Test
    void listsAreFilteredStrictly() {
        String teapot = ids("{\"prompt\":\"a Teapot\",\"imageCount\":1}").get(0);
        String square = ids("{\"prompt\":\"a square\",\"imageCount\":1}").get(0);
        patch(square, "\"1\"", "{\"starred\":true,\"tags\":[\"to print\"]}");
        assertThat(listed("")).containsExactly(square, teapot);
        assertThat(listed("?starred=true")).containsExactly(square);
        assertThat(listed("?starred=false&trash=false")).hasSize(2);
        assertThat(listed("?q=" + encoded(" TEA  a "))).containsExactly(teapot);
        assertThat(listed("?q=print")).containsExactly(square);
        assertThat(listed("?tag=" + encoded("to print"))).containsExactly(square);
        assertThat(listed("?model=scripted/one&user=" + api.caller.user())).hasSize(2);
        assertThat(listed("?user=" + UUID.randomUUID())).isEmpty();
        assertThat(listed("?createdFrom=2099-01-01T00:00:00Z")).isEmpty();
        String generation =
                viewer.get(PATH + "/" + teapot).json().path("generationId").asText();
        assertThat(listed("?generation=" + generation)).containsExactly(teapot);
        for (String bad : new String[] {
            "starred=yes",
            "trash=1",
            "user=7",
            "generation=x",
            "createdFrom=yesterday",
            "limit=0",
            "cursor=x",
            "q=a+b+c+d+e+f+g+h+i",
            "q=" + "x".repeat(201),
            "q=%00",
            "tag=%00"
        }) {
            assertThat(viewer.get(PATH + "?" + bad).status()).as(bad).isEqualTo(400);
        }
        JsonNode facets = viewer.get(PATH + "/facets").json();
        assertThat(facets.path("models").get(0).asText()).isEqualTo("scripted/one");
        assertThat(facets.path("people").get(0).path("id").asText())
                .isEqualTo(api.caller.user().toString());
        assertThat(facets.path("tags").get(0).asText()).isEqualTo("to print");
    }

    @Test
    void pagingMeetsEachPictureOnceWhileOthersAreTrashed() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.addAll(ids("{\"prompt\":\"x\",\"imageCount\":4}"));
        }
        all.clear();
        all.addAll(listed("?limit=200"));
        assertThat(all).hasSize(12);
        Random random = new Random(5);
        List<String> seen = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = viewer.get(PATH + "?limit=" + (1 + random.nextInt(3)) + "&cursor=" + cursor)
                    .json();
            page.path("data").forEach(image -> seen.add(image.path("id").asText()));
            cursor = page.path("nextCursor").asText("");
            String victim = all.get(random.nextInt(all.size()));
            assertThat(api.creator.delete(PATH + "/" + victim).status()).isEqualTo(204);
            if (!seen.contains(victim)) {
                missed.add(victim);
            }
            if (cursor.equals("null")) {
                cursor = "";
            }
        } while (!cursor.isEmpty());
        all.removeAll(missed);
        assertThat(seen).containsExactlyElementsOf(all);
    }

    @Test
    void marksNeedTheVersionThatWasSeen() {
        String id = ids(GenerationServer.ONE_PICTURE).get(0);
        assertThat(api.creator.patch(PATH + "/" + id, "{\"starred\":true}").status())
                .isEqualTo(428);
        Answer first = patch(id, "\"1\"", "{\"alt\":\"A red square.\",\"tags\":[\"b\",\"a\"]}");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("ETag")).isEqualTo("\"2\"");
        assertThat(first.json().path("alt").asText()).isEqualTo("A red square.");
        assertThat(first.json().path("tags").toString()).isEqualTo("[\"b\",\"a\"]");
        assertThat(patch(id, "\"1\"", "{\"starred\":true}").code()).isEqualTo("version_changed");
        assertThat(patch(id, "\"2\"", "{}").header("ETag")).isEqualTo("\"2\"");
        assertThat(patch(id, "\"2\"", "{\"alt\":\" \"}").json().path("alt").asText())
                .isNotEqualTo("A red square.")
                .isNotBlank();
        for (String bad : new String[] {
            "{\"tags\":[\"\"]}",
            "{\"tags\":[\"a\",\"a\"]}",
            "{\"tags\":[\" a\"]}",
            "{\"tags\":[\"" + "x".repeat(65) + "\"]}",
            "{\"alt\":\"" + "x".repeat(1001) + "\"}",
            "{\"starred\":1}",
            "{\"version\":9}"
        }) {
            Answer refused = patch(id, "\"3\"", bad);
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(refused.json().path("errors")).as(bad).isNotEmpty();
        }
    }

    @Test
    void whatIsInTheTrashComesBack() {
        String id = ids(GenerationServer.ONE_PICTURE).get(0);
        assertThat(api.creator.delete(PATH + "/" + id).status()).isEqualTo(204);
        assertThat(api.creator.delete(PATH + "/" + id).status()).isEqualTo(204);
        assertThat(listed("")).isEmpty();
        assertThat(listed("?trash=true")).containsExactly(id);
        assertThat(viewer.get(PATH + "/" + id).json().path("trashedAt").asText())
                .isNotBlank();
        Answer content = viewer.with("Accept", "image/*").get(PATH + "/" + id + "/content");
        assertThat(readable(content.header("Location"))).isTrue();
        Answer restored = api.creator.post(PATH + "/" + id + "/restore", null);
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.json().path("trashedAt").isNull()).isTrue();
        assertThat(listed("")).containsExactly(id);
    }

    @Test
    void afterItsTimeInTheTrashOnlyTheStoryIsLeft() {
        List<String> ids = ids("{\"prompt\":\"x\",\"imageCount\":2}");
        String image = PATH + "/" + ids.get(0);
        JsonNode before = viewer.get(image).json();
        api.creator.delete(image);
        Clock later = Clock.offset(Clock.systemUTC(), PurgeTrash.KEEP.plusSeconds(1));
        assertThat(new PurgeTrash(api.atelier.store(), api.atelier.blobs(), later).purge(10))
                .isEqualTo(1);
        assertThat(readable(before.path("url").asText())).isFalse();
        assertThat(viewer.get(image + "/content").code()).isEqualTo("gone");
        assertThat(api.creator.post(image + "/restore", "{}").code()).isEqualTo("gone");
        assertThat(api.creator
                        .with("If-Match", "\"3\"")
                        .patch(image, "{\"starred\":true}")
                        .code())
                .isEqualTo("gone");
        assertThat(api.creator.delete(image).status()).isEqualTo(204);
        JsonNode result =
                batch("restore", null, ids.get(0)).json().path("results").get(0);
        assertThat(result.path("code").asText()).isEqualTo("purged");
        JsonNode after = viewer.get(image).json();
        assertThat(after.path("url").isNull()).isTrue();
        assertThat(after.path("thumbnails")).isEmpty();
        assertThat(listed("?trash=true")).isEmpty();
        assertThat(listed("")).containsExactly(ids.get(1));
        assertThat(viewer.get(image + "/lineage").json().path("ledger")).hasSize(3);
        assertThat(viewer.get(image + "/recipe").status()).isEqualTo(200);
        assertThat(api.balance().spent()).isEqualTo(14);
    }

    @Test
    void aBatchSaysWhatBecameOfEach() {
        List<String> ids = ids("{\"prompt\":\"x\",\"imageCount\":3}");
        String stranger = UUID.randomUUID().toString();
        JsonNode results = batch("star", null, ids.get(0), stranger, ids.get(1), ids.get(0))
                .json()
                .path("results");
        assertThat(results.findValuesAsText("id")).containsExactly(ids.get(0), stranger, ids.get(1), ids.get(0));
        assertThat(results.findValuesAsText("ok")).containsExactly("true", "false", "true", "true");
        assertThat(results.get(1).path("code").asText()).isEqualTo("not_found");
        assertThat(listed("?starred=true")).hasSize(2);
        batch("unstar", null, ids.get(0));
        assertThat(listed("?starred=true")).containsExactly(ids.get(1));
        batch("tag", "wall", ids.get(0), ids.get(2));
        batch("untag", "wall", ids.get(2));
        assertThat(listed("?tag=wall")).containsExactly(ids.get(0));
        for (int i = 1; i < 32; i++) {
            assertThat(batch("tag", "t" + i, ids.get(0)).status()).isEqualTo(200);
        }
        JsonNode full = batch("tag", "one more", ids.get(0), ids.get(1)).json().path("results");
        assertThat(full.get(0).path("code").asText()).isEqualTo("too_many_tags");
        assertThat(full.get(1).path("ok").asBoolean()).isTrue();
        batch("trash", null, ids.toArray(new String[0]));
        assertThat(listed("")).isEmpty();
        batch("restore", null, ids.toArray(new String[0]));
        assertThat(listed("")).hasSize(3);
        assertThat(batch("tag", null, ids.get(0))
                        .json()
                        .path("errors")
                        .get(0)
                        .path("pointer")
                        .asText())
                .isEqualTo("/tag");
        assertThat(batch("star", "x", ids.get(0)).status()).isEqualTo(400);
        assertThat(batch("tag", " x", ids.get(0)).status()).isEqualTo(400);
        assertThat(batch("burn", null, ids.get(0)).json().path("errors").get(0).path("allowed"))
                .hasSize(6);
        assertThat(batch("star", null).status()).isEqualTo(400);
        String[] many = new String[201];
        java.util.Arrays.fill(many, ids.get(0));
        assertThat(batch("star", null, many).status()).isEqualTo(400);
    }

    @Test
    void picturesAreReadThroughShortLivedUrls() {
        String image = PATH + "/" + ids(GenerationServer.ONE_PICTURE).get(0);
        for (String variant : new String[] {"", "?variant=thumb", "?variant=preview", "?variant=original"}) {
            Answer content = viewer.with("Accept", "image/*").get(image + "/content" + variant);
            assertThat(content.status()).isEqualTo(302);
            assertThat(content.header("Cache-Control")).isEqualTo("private, max-age=60");
            assertThat(readable(content.header("Location"))).isTrue();
        }
        assertThat(viewer.get(image + "/content?variant=huge").status()).isEqualTo(400);
        assertThat(viewer.get(PATH + "/" + UUID.randomUUID() + "/content").status())
                .isEqualTo(404);
    }

    @Test
    void aRecipeMakesOneMoreLikeIt() {
        JsonNode done = api.finished("{\"prompt\":\"two\",\"imageCount\":2,\"seed\":40,\"productImages\":[\""
                + api.upload(api.caller) + "\"]}");
        JsonNode task = done.path("tasks").get(1);
        JsonNode recipe =
                viewer.get(PATH + "/" + task.path("id").asText() + "/recipe").json();
        assertThat(recipe.path("prompt").asText()).isEqualTo(task.path("prompt").asText());
        assertThat(recipe.path("seed").asLong()).isEqualTo(41);
        assertThat(api.finished(recipe.toString()).path("tasks")).hasSize(1);
    }

    @Test
    void aChildKnowsItsParentAndAParentItsChildren() {
        String parent = ids(GenerationServer.ONE_PICTURE).get(0);
        JsonNode born = api.finished("{\"prompt\":\"x\",\"imageCount\":1,\"parentImageId\":\"" + parent + "\"}");
        assertThat(born.path("brief").path("parentImageId").asText()).isEqualTo(parent);
        String child = born.path("tasks").get(0).path("id").asText();
        JsonNode above = viewer.get(PATH + "/" + parent + "/lineage").json();
        assertThat(above.path("image").path("id").asText()).isEqualTo(parent);
        assertThat(above.path("parent").isNull()).isTrue();
        assertThat(above.path("children").findValuesAsText("id")).containsExactly(child);
        assertThat(above.path("children").get(0).path("parentImageId").asText()).isEqualTo(parent);
        JsonNode below = viewer.get(PATH + "/" + child + "/lineage").json();
        assertThat(below.path("parent").path("id").asText()).isEqualTo(parent);
        assertThat(below.path("children")).isEmpty();
        assertThat(below.path("generation").path("id")).isEqualTo(born.path("id"));
        assertThat(below.path("story").findValuesAsText("what"))
                .startsWith("accepted")
                .endsWith("completed");
        assertThat(below.path("ledger").findValuesAsText("kind")).containsExactly("hold", "capture");
    }

    @Test
    void aParentMustBeAPictureOfTheOrg() {
        long before = api.balance().available();
        String foreign = ids(GenerationServer.ONE_PICTURE).get(0);
        Caller stranger = GenerationServer.caller();
        api.grant(stranger.org(), 100);
        Client other = api.server.as(stranger.org(), stranger.user(), Role.CREATOR);
        for (String parent : new String[] {foreign, UUID.randomUUID().toString()}) {
            Answer refused = other.post(
                    GenerationServer.PATH, "{\"prompt\":\"x\",\"imageCount\":1,\"parentImageId\":\"" + parent + "\"}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().path("charged").asBoolean(true)).isFalse();
            assertThat(refused.json().path("errors").get(0).path("pointer").asText())
                    .isEqualTo("/parentImageId");
        }
        assertThat(other.post(GenerationServer.PATH, "{\"prompt\":\"x\",\"imageCount\":1,\"parentImageId\":\"7\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.balance().available()).isEqualTo(before - 7);
    }

    @Test
    void anotherOrgFindsNothingAndViewersOnlyLook() {
        String id = ids(GenerationServer.ONE_PICTURE).get(0);
        String image = PATH + "/" + id;
        Caller stranger = GenerationServer.caller();
        Client other = api.server.as(stranger.org(), stranger.user(), Role.OWNER);
        for (String path : new String[] {image, image + "/content", image + "/recipe", image + "/lineage"}) {
            assertThat(other.get(path).status()).as(path).isEqualTo(404);
            assertThat(viewer.get(path).status()).as(path).isIn(200, 302);
        }
        assertThat(other.with("If-Match", "\"1\"")
                        .patch(image, "{\"starred\":true}")
                        .status())
                .isEqualTo(404);
        assertThat(other.delete(image).status()).isEqualTo(404);
        assertThat(other.post(image + "/restore", "{}").status()).isEqualTo(404);
        assertThat(other.get(PATH).json().path("data")).isEmpty();
        assertThat(other.get(PATH + "/facets").json().path("models")).isEmpty();
        assertThat(viewer.with("If-Match", "\"1\"").patch(image, "{}").status()).isEqualTo(403);
        assertThat(viewer.delete(image).status()).isEqualTo(403);
        assertThat(viewer.post(image + "/restore", "{}").status()).isEqualTo(403);
        assertThat(viewer.post(PATH + "/batch", "{}").status()).isEqualTo(403);
        assertThat(viewer.get(PATH + "/7").status()).isEqualTo(404);
    }

    private List<String> ids(String wish) {
        List<String> ids = new ArrayList<>();
        api.finished(wish).path("tasks").forEach(task -> ids.add(task.path("id").asText()));
        return ids;
    }

    private List<String> listed(String query) {
        Answer answer = viewer.get(PATH + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json().path("data").forEach(image -> ids.add(image.path("id").asText()));
        return ids;
    }

    private Answer patch(String id, String tag, String body) {
        return api.creator.with("If-Match", tag).patch(PATH + "/" + id, body);
    }

    private Answer batch(String action, String tag, String... ids) {
        return api.creator.post(
                PATH + "/batch",
                "{\"action\":\"" + action + "\",\"ids\":["
                        + String.join(
                                ",",
                                java.util.Arrays.stream(ids)
                                        .map(id -> "\"" + id + "\"")
                                        .toList())
                        + "]" + (tag == null ? "" : ",\"tag\":\"" + tag + "\"") + "}");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private boolean readable(String url) {
        return ((InMemoryBlobStore) api.atelier.blobs())
                .openSigned(URI.create(url))
                .isPresent();
    }
}
