package dev.atelier.providers.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.Fixtures;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VendorGuardsTest {
    private final VendorGuards guards = new VendorGuards(Fixtures.CLOCK, 32);

    static Stream<Arguments> decorators() {
        return Stream.of(
                Arguments.of(ImageGenerationProvider.class, GuardedImages.class),
                Arguments.of(VideoGenerationProvider.class, GuardedVideos.class),
                Arguments.of(SpeechProvider.class, GuardedSpeech.class),
                Arguments.of(LlmProvider.class, GuardedLlm.class),
                Arguments.of(VisionProvider.class, GuardedVision.class),
                Arguments.of(ProviderFactory.class, GuardedFactory.class));
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void aMethodThatAPortGainsIsPassedOn(Class<?> port, Class<?> decorator) {
        assertThat(port.getMethods())
                .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(declares(decorator, method))
                        .as(method.toString())
                        .isTrue());
    }

    private static boolean declares(Class<?> decorator, Method method) {
        return Stream.<Class<?>>iterate(decorator, type -> type != Object.class && type != null, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }

    @Test
    void eachCategoryHasItsOperationsAndTheirUsualLimits() {
        assertThat(guards.health(row(Category.IMAGE_GENERATION, null, Map.of()), false))
                .extracting(health -> health.operation().word(), OperationHealth::maxInFlight)
                .containsExactly(tuple("submit", 24), tuple("poll", 24));
        assertThat(guards.health(row(Category.LLM, null, Map.of()), false))
                .extracting(health -> health.operation().word(), OperationHealth::maxInFlight)
                .containsExactly(tuple("chat", 64));
    }

    @Test
    void anotherAddressOrOtherLimitsForgetAndTheSameRowRemembers() {
        RowGuards first = of(null, Map.of());
        assertThat(of(null, Map.of("someModel", "of the adapter"))).isSameAs(first);
        assertThat(of(URI.create("https://elsewhere.example"), Map.of())).isNotSameAs(first);
        RowGuards second = of(null, Map.of("poll.maxInFlight", "3"));
        assertThat(second).isNotSameAs(first);
        assertThat(second.of(Operation.POLL).health().maxInFlight()).isEqualTo(3);
        assertThat(second.of(Operation.SUBMIT).health().maxInFlight()).isEqualTo(24);
    }

    private RowGuards of(URI address, Map<String, String> options) {
        return guards.of(new ProviderId("row"), address, options, false);
    }

    private static ProviderConfig row(Category category, URI address, Map<String, String> options) {
        return new ProviderConfig(
                new ProviderId("row-" + category.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                category,
                "any",
                "Any",
                address,
                new ModelId("m"),
                1,
                true,
                options,
                null,
                null,
                1);
    }
}
