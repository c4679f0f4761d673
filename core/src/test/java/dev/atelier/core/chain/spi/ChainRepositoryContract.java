package dev.atelier.core.chain.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.chain.Chain;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ChainRepository} promises. */
public abstract class ChainRepositoryContract {
    private static final Rung ONE = new Rung(new ProviderId("one"), new ModelId("one/a"));
    private static final Rung TWO = new Rung(new ProviderId("two"), new ModelId("two/b"));

    protected abstract Store store();

    @Test
    void aChainIsFoundAsItWasWritten() {
        ChainRepository chains = store().chains();
        assertThat(chains.find(ModelCategory.TEXT_TO_IMAGE)).isEmpty();
        Chain written = new Chain(ModelCategory.TEXT_TO_IMAGE, List.of(TWO, ONE), 1);
        assertThat(chains.put(written)).isTrue();
        assertThat(chains.find(ModelCategory.TEXT_TO_IMAGE)).contains(written);
        assertThat(chains.find(ModelCategory.IMAGE_TO_IMAGE)).isEmpty();
    }

    @Test
    void onlyTheNextVersionIsWritten() {
        ChainRepository chains = store().chains();
        Chain first = new Chain(ModelCategory.SPEECH, List.of(ONE), 1);
        assertThat(chains.put(new Chain(ModelCategory.SPEECH, List.of(TWO), 2))).isFalse();
        assertThat(chains.put(first)).isTrue();
        assertThat(chains.put(new Chain(ModelCategory.SPEECH, List.of(TWO), 1))).isFalse();
        assertThat(chains.put(new Chain(ModelCategory.SPEECH, List.of(TWO), 3))).isFalse();
        assertThat(chains.find(ModelCategory.SPEECH)).contains(first);
        Chain second = new Chain(ModelCategory.SPEECH, List.of(), 2);
        assertThat(chains.put(second)).isTrue();
        assertThat(chains.find(ModelCategory.SPEECH)).contains(second);
    }

    @Test
    void whatIsTakenBackIsNotThere() {
        Store store = store();
        try {
            store.transactions().run(() -> {
                store.chains().put(new Chain(ModelCategory.TEXT, List.of(ONE), 1));
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException onPurpose) {
            assertThat(store.chains().find(ModelCategory.TEXT)).isEmpty();
            return;
        }
        throw new AssertionError("the transaction went through");
    }
}
