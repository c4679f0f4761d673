package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.key.AddProviderKey;
import dev.atelier.core.key.ChangeProviderKey;
import dev.atelier.core.key.DeleteProviderKey;
import dev.atelier.core.key.KeyInForce;
import dev.atelier.core.key.KeySource;
import dev.atelier.core.key.OwnKeys;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.text.ChatCommand;
import dev.atelier.core.text.ChatMessage;
import dev.atelier.core.text.ChatRole;
import dev.atelier.core.text.TextGeneration;
import java.awt.Color;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnKeyRunTest {
    private static final long PICTURE = 32_500;
    private static final String MINE = "sk-mine-0123456789";
    private static final String OURS = "sk-ours-0123456789";

    private final SecretBox box =
            new EnvelopeSecretBox(MasterKeys.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    private final Studio studio = new Studio(parts -> parts.secrets(box));
    private final Clock clock = Clock.systemUTC();

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void everyCallOfARunShowsItsOwnersKey() {
        studio.vendor.needsApiKey = true;
        assertThat(studio.refuse(studio.command(1)).code()).isEqualTo(Refusal.Code.NO_PROVIDER);
        add(MINE, false, null);
        StartCommand wish = studio.command(1, List.of(studio.upload(Color.RED)), List.of());
        assertThat(studio.finish(wish).state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(new HashSet<>(studio.vendor.keysShown))
                .isEqualTo(Set.of("look " + MINE, "chat " + MINE, "submit " + MINE, "poll " + MINE));
    }

    @Test
    void thePersonsKeyGoesBeforeTheOrgsAndThatBeforeThePlatforms() {
        OwnKeys keys = new OwnKeys(studio.atelier.store(), clock);
        Caller colleague = new Caller(studio.caller.org(), new UserId(UUID.randomUUID()));
        assertThat(KeyInForce.of(keys, colleague, "scripted")).isEqualTo(KeyInForce.PLATFORM);
        studio.finish(studio.command(1));
        assertThat(last()).isEqualTo("poll none");
        add(OURS, true, 5_000_000L);
        studio.finish(studio.command(1));
        assertThat(last()).isEqualTo("poll " + OURS);
        ProviderKey mine = add(MINE, false, null);
        studio.finish(studio.command(1));
        assertThat(last()).isEqualTo("poll " + MINE);
        assertThat(KeyInForce.of(keys, colleague, "scripted"))
                .isEqualTo(new KeyInForce(KeySource.ORG, "6789", 5_000_000L - PICTURE));
        assertThat(KeyInForce.of(keys, studio.caller, "scripted").source()).isEqualTo(KeySource.USER);
        active(mine, false);
        studio.finish(studio.command(1));
        assertThat(last()).isEqualTo("poll " + OURS);
    }

    @Test
    void theKeyIsDecidedWhenTheRunIsAccepted() {
        studio.vendor.onPoll = task -> new TaskProgress.Running(Duration.ofMillis(5));
        ProviderKey first = add(MINE, false, null);
        GenerationId run = studio.accept(studio.command(1));
        await().until(() -> studio.vendor.keysShown.contains("poll " + MINE));
        add(OURS, false, null);
        active(first, false);
        studio.vendor.keysShown.clear();
        studio.vendor.onPoll = studio.vendor::succeed;
        assertThat(studio.finish(run).state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(new HashSet<>(studio.vendor.keysShown)).isEqualTo(Set.of("poll " + MINE));
        studio.finish(studio.command(1));
        assertThat(last()).isEqualTo("poll " + OURS);
    }

    @Test
    void aKeyThatIsDeletedOnTheWayEndsTheRunPlainly() {
        studio.vendor.onPoll = task -> new TaskProgress.Running(Duration.ofMillis(5));
        ProviderKey key = add(MINE, false, null);
        GenerationId run = studio.accept(studio.command(2));
        await().until(() -> studio.vendor.keysShown.contains("poll " + MINE));
        delete(key);
        Generation ended = studio.finish(run);
        assertThat(ended.state()).isEqualTo(GenerationState.FAILED);
        assertThat(ended.failure().kind()).isEqualTo(FailureKind.CREDENTIALS);
        assertThat(ended.failure().message()).isEqualTo("The API key that this run was accepted with was deleted.");
        assertThat(studio.spent()).isZero();
        assertThat(studio.available()).isEqualTo(1_000);

        Refusal refusal = retry(run).fold(g -> null, why -> why);
        assertThat(refusal.code()).isEqualTo(Refusal.Code.NO_PROVIDER);
        assertThat(refusal.detail()).contains("scripted");
        add(OURS, false, null);
        studio.vendor.onPoll = studio.vendor::succeed;
        retry(run);
        assertThat(studio.finish(run).state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(last()).isEqualTo("poll " + OURS);
    }

    @Test
    void aCapIsKeptAndWhatTheVendorTellsIsCounted() {
        studio.vendor.costOfWords = 700L;
        studio.vendor.onPoll = task -> new TaskProgress.Running(Duration.ofMillis(5));
        ProviderKey key = add(MINE, false, 4 * PICTURE);
        GenerationId first = studio.accept(studio.command(3));
        assertThat(use(key).openMicros()).isEqualTo(3 * PICTURE);
        Refusal refusal = studio.refuse(studio.command(2));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.KEY_SPEND_CAP);
        assertThat(refusal.detail())
                .startsWith(
                        "This is expected to cost $0.065 at scripted; the key \"sk-mine-0123456789\" (…6789) has $0.03");
        assertThat(studio.available()).as("nothing was held").isEqualTo(1_000 - 3 * 7);

        studio.vendor.onPoll = task ->
                new TaskProgress.Succeeded(List.of(ScriptedVendor.picture()), VendorCost.ofMicros(30_000), null);
        studio.finish(first);
        assertThat(use(key).spentMicros()).isEqualTo(3 * 30_000 + 700);
        assertThat(use(key).openMicros()).isZero();
        assertThat(use(key).lastUsedAt()).isNotNull();
        studio.finish(studio.command(1));
        assertThat(use(key).spentMicros()).isEqualTo(4 * 30_000 + 2 * 700);
        assertThat(studio.refuse(studio.command(1)).code()).isEqualTo(Refusal.Code.KEY_SPEND_CAP);
    }

    @Test
    void aConversationIsAnsweredWithItsOwnersKeyAndCounted() {
        studio.vendor.costOfWords = 700L;
        ProviderKey key = add(MINE, false, 1_000L);
        assertThat(answer(accept(chat())).state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(last()).isEqualTo("chat " + MINE);
        assertThat(use(key).spentMicros()).isEqualTo(700);
        assertThat(answer(accept(chat())).state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(use(key).spentMicros()).as("nobody foresaw it").isEqualTo(1_400);
        assertThat(studio.atelier.chat().accept(chat()).<Refusal.Code>fold(text -> null, Refusal::code))
                .isEqualTo(Refusal.Code.KEY_SPEND_CAP);
    }

    @Test
    void aConversationWhoseKeyIsDeletedFailsPlainly() {
        ProviderKey key = add(MINE, false, null);
        TextGeneration accepted = accept(chat());
        delete(key);
        TextGeneration ended = answer(accepted);
        assertThat(ended.state()).isEqualTo(GenerationState.FAILED);
        assertThat(ended.failure().kind()).isEqualTo(FailureKind.CREDENTIALS);
        assertThat(ended.trials())
                .extracting(LlmTrial::error)
                .contains("The API key that this run was accepted with was deleted.");
        assertThat(studio.vendor.keysShown).isEmpty();
        assertThat(studio.available()).isEqualTo(1_000);
    }

    @Test
    void aCallbackIsReadWithTheKeyOfItsRun() {
        studio.vendor.callsBack = true;
        AtomicReference<URI> address = new AtomicReference<>();
        studio.vendor.onSubmit = order -> {
            address.set(order.callbackUrl());
            return studio.vendor.accept(order);
        };
        studio.vendor.onPoll = task -> new TaskProgress.Running(Duration.ofMillis(5));
        add(MINE, false, null);
        GenerationId run = studio.accept(studio.command(1));
        await().until(() -> address.get() != null && studio.vendor.keysShown.contains("poll " + MINE));
        String path = address.get().getPath();
        String token = path.substring(path.lastIndexOf('/') + 1);
        studio.vendor.onPoll = studio.vendor::succeed;
        studio.atelier.callbacks().receive("scripted", token, Map.of(), "v-1".getBytes(StandardCharsets.UTF_8));
        studio.finish(run);
        assertThat(studio.vendor.keysShown).contains("callback " + MINE).doesNotContain("callback none", "poll none");
    }

    private ChatCommand chat() {
        return new ChatCommand(studio.caller, List.of(ChatMessage.text(ChatRole.USER, "Name a colour.")));
    }

    private TextGeneration accept(ChatCommand command) {
        return studio.atelier.chat().accept(command).fold(text -> text, why -> {
            throw new AssertionError(why);
        });
    }

    private TextGeneration answer(TextGeneration accepted) {
        return studio.atelier.chat().answer(accepted, piece -> {});
    }

    @Test
    void whatFailsCostsTheKeyNothingThatTheVendorDidNotTell() {
        studio.vendor.onSubmit = order -> {
            throw ScriptedVendor.failure(FailureKind.CONTENT_REFUSED);
        };
        ProviderKey key = add(MINE, false, 10 * PICTURE);
        assertThat(studio.finish(studio.command(2)).state()).isEqualTo(GenerationState.FAILED);
        assertThat(use(key).spentMicros()).isZero();
        assertThat(use(key).openMicros()).isZero();
    }

    @Test
    void anotherAddressThanTheVendorsNeverGetsSomebodysKey() {
        add(MINE, false, null);
        for (ProviderConfig row : studio.atelier.store().providers().all()) {
            if (row.category() == Category.IMAGE_GENERATION) {
                studio.atelier.store().providers().update(elsewhere(row), row.version());
            }
        }
        studio.finish(studio.command(1));
        assertThat(studio.vendor.keysShown)
                .contains("chat " + MINE, "submit none")
                .doesNotContain("submit " + MINE);
    }

    private static ProviderConfig elsewhere(ProviderConfig row) {
        return new ProviderConfig(
                row.id(),
                row.category(),
                row.adapter(),
                row.displayName(),
                URI.create("https://proxy.example/v1"),
                row.model(),
                row.priority(),
                row.enabled(),
                row.options(),
                null,
                null,
                row.version() + 1);
    }

    private StartResult retry(GenerationId run) {
        return studio.atelier.retry(studio.caller, run).orElseThrow();
    }

    private ProviderKey add(String value, boolean forOrg, @Nullable Long cap) {
        return new AddProviderKey(studio.atelier.store(), box, Ids.timeOrdered(clock), clock)
                .add(
                        studio.caller,
                        Role.OWNER,
                        new AddProviderKey.Wish(
                                forOrg,
                                "scripted",
                                null,
                                Secret.of(value),
                                new ProviderKey.Terms(value, true, (Instant) null, cap)))
                .fold(done -> done.after(), why -> {
                    throw new AssertionError(why);
                });
    }

    private void active(ProviderKey key, boolean on) {
        new ChangeProviderKey(studio.atelier.store(), box)
                .change(
                        studio.caller,
                        Role.OWNER,
                        key.id(),
                        key.version(),
                        null,
                        terms -> new ProviderKey.Terms(terms.name(), on, terms.expiresAt(), terms.spendCapMicros()))
                .fold(done -> done.after(), why -> {
                    throw new AssertionError(why);
                });
    }

    private void delete(ProviderKey key) {
        ProviderKeyId id = key.id();
        new DeleteProviderKey(studio.atelier.store())
                .delete(studio.caller, Role.OWNER, id)
                .fold(done -> done.after(), why -> {
                    throw new AssertionError(why);
                });
    }

    private ProviderKey.Use use(ProviderKey key) {
        return studio.atelier
                .store()
                .providerKeys()
                .find(studio.caller.org(), key.id())
                .orElseThrow()
                .use();
    }

    private String last() {
        return studio.vendor.keysShown.get(studio.vendor.keysShown.size() - 1);
    }
}
