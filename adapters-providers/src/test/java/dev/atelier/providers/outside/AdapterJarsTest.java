package dev.atelier.providers.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.client.WireMock;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.outside.AdapterJars.Loaded;
import dev.atelier.providers.outside.AdapterJars.Skipped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterJarsTest {
    private static final NetworkPolicy POLICY = NetworkPolicy.allowing("localhost");
    private static final AdapterTools TOOLS = new AdapterTools(new GuardedHttp(POLICY), Fixtures.CLOCK);
    private static final List<ProviderFactory> BUILT_IN = Vendors.factories(POLICY, Fixtures.CLOCK);
    private static final String[] SAMPLE = {"AcmeImageGenerationProvider", "AcmeProviderFactory", "AcmePlugin"};

    @TempDir
    Path room;

    @Test
    void aFolderThatIsNotThereHasNoAdapters() {
        try (AdapterJars jars = AdapterJars.load(room.resolve("nowhere"), TOOLS, BUILT_IN)) {
            assertThat(jars.factories()).isEmpty();
            assertThat(jars.skipped()).isEmpty();
        }
    }

    @Test
    void theSampleIsBuiltIntoAJarAndPaints() {
        JarWorkshop workshop = new JarWorkshop(room);
        Path classes = workshop.compile(JarWorkshop.sample(SAMPLE), JarWorkshop.needed());
        workshop.jar("acme-1.0.jar", classes, List.of("com.acme.AcmePlugin"));

        try (AdapterJars jars = AdapterJars.load(room.resolve("providers"), TOOLS, BUILT_IN);
                StubVendor vendor = new StubVendor("/v1/jobs")) {
            assertThat(jars.skipped()).isEmpty();
            assertThat(jars.loaded()).extracting(Loaded::file).containsExactly("acme-1.0.jar");
            ProviderFactory acme = jars.factories().get(0);
            assertThat(acme.adapter()).isEqualTo("acme");
            assertThat(acme.categories()).containsExactly(Category.IMAGE_GENERATION);
            assertThat(acme.getClass().getName()).isEqualTo("com.acme.AcmeProviderFactory");

            vendor.answers(WireMock.post("/v1/jobs"), 202, "{\"job\": {\"id\": \"j1\", \"state\": \"queued\"}}");
            Submission taken = acme.imageGeneration(Fixtures.settings(vendor.port(), "acme-paint-1", Map.of(), null))
                    .submit(new ImageOrder(
                            new ModelId("acme-paint-1"), "a teapot", List.of(), null, null, null, null, null, "ref-1"));
            assertThat(taken).isInstanceOf(Submission.Accepted.class);
            assertThat(vendor.paidRequests()).hasSize(1);
        }
    }

    @Test
    void whatIsBrokenIsSkippedWithItsReasonAndTheRestIsTaken() {
        JarWorkshop workshop = new JarWorkshop(room);
        Path classes = workshop.compile(
                Map.of(
                        "odd.Text", "package odd; public class Text {}",
                        "odd.Angry", plugin("Angry", "1", "throw new IllegalStateException(\"no licence here\")"),
                        "odd.Empty", plugin("Empty", "1", "return null"),
                        "odd.Old", plugin("Old", "0", "return null"),
                        "odd.Young", plugin("Young", "2", "return null"),
                        "odd.Twin", plugin("Twin", "1", factory("kie", "IMAGE_GENERATION")),
                        "odd.Loud", plugin("Loud", "1", factory("Not A Name", "IMAGE_GENERATION")),
                        "odd.Good", plugin("Good", "1", factory("good", "SPEECH"))),
                JarWorkshop.needed());
        JarWorkshop.write(room.resolve("providers/a-torn.jar"), "PK, and then nothing");
        JarWorkshop.write(room.resolve("providers/README.txt"), "no jar at all");
        workshop.jar("b-library.jar", classes, List.of());
        workshop.jar("c-none.jar", classes, List.of("# nobody"));
        workshop.jar("d-missing.jar", classes, List.of("odd.Missing"));
        workshop.jar("e-text.jar", classes, List.of("odd.Text"));
        workshop.jar("f-mixed.jar", classes, List.of("odd.Angry", "odd.Good", "odd.Empty"));
        workshop.jar("g-old.jar", classes, List.of("odd.Old"));
        workshop.jar("h-young.jar", classes, List.of("odd.Young"));
        workshop.jar("i-twin.jar", classes, List.of("odd.Twin"));
        workshop.jar("j-loud.jar", classes, List.of("odd.Loud"));
        workshop.jar("k-again.jar", classes, List.of("odd.Good"));

        try (AdapterJars jars = AdapterJars.load(room.resolve("providers"), TOOLS, BUILT_IN)) {
            assertThat(jars.loaded())
                    .extracting(one -> one.factory().adapter(), Loaded::file)
                    .containsExactly(tuple("good", "f-mixed.jar"));
            Map<String, String> expected = Map.ofEntries(
                    Map.entry("a-torn.jar", "It is no jar that can be read."),
                    Map.entry("b-library.jar", "It is no adapter: " + JarWorkshop.SERVICE + " is missing."),
                    Map.entry("c-none.jar", JarWorkshop.SERVICE + " names no adapter."),
                    Map.entry("d-missing.jar", "odd.Missing not found"),
                    Map.entry("e-text.jar", "odd.Text not a subtype"),
                    Map.entry("g-old.jar", "is too old"),
                    Map.entry("h-young.jar", "this Atelier is too old"),
                    Map.entry("i-twin.jar", "There is an adapter named kie already."),
                    Map.entry("j-loud.jar", "The name of its adapter is none"),
                    Map.entry("k-again.jar", "There is an adapter named good already."));
            expected.forEach((file, reason) -> assertThat(jars.skipped())
                    .filteredOn(one -> one.file().equals(file))
                    .singleElement()
                    .extracting(Skipped::reason)
                    .asString()
                    .contains(reason));
            assertThat(jars.skipped())
                    .filteredOn(one -> one.file().equals("f-mixed.jar"))
                    .extracting(Skipped::reason)
                    .containsExactly(
                            "Its adapter broke when it was made, IllegalStateException: no licence here",
                            "It made no adapter.");
            assertThat(jars.skipped()).hasSize(expected.size() + 2);
        }
    }

    private static String plugin(String name, String contract, String made) {
        return """
                package odd;

                public final class %s implements dev.atelier.providers.outside.AdapterPlugin {
                    public int contract() {
                        return %s;
                    }

                    public dev.atelier.core.provider.spi.ProviderFactory create(
                            dev.atelier.providers.outside.AdapterTools tools) {
                        %s;
                    }
                }
                """.formatted(name, contract, made);
    }

    private static String factory(String adapter, String category) {
        return """
                return new dev.atelier.core.provider.spi.ProviderFactory() {
                    public String adapter() {
                        return "%s";
                    }

                    public java.util.Set<dev.atelier.core.provider.Category> categories() {
                        return java.util.Set.of(dev.atelier.core.provider.Category.%s);
                    }

                    public boolean needsApiKey() {
                        return false;
                    }

                    public String apiKeyVariable() {
                        return "";
                    }

                    public dev.atelier.core.provider.ConnectionCheck check(
                            dev.atelier.core.provider.Category category,
                            dev.atelier.core.provider.ProviderSettings settings) {
                        return new dev.atelier.core.provider.ConnectionCheck(true, "fine");
                    }
                }""".formatted(adapter, category);
    }
}
