package dev.atelier.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.spi.WebhookBody;
import dev.atelier.core.webhook.spi.WebhookRepository.Ref;
import dev.atelier.core.webhook.spi.WebhookSender.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From an event to the end of its deliveries, on a clock that stands until it is moved. */
class WebhookCourierTest {
    private static final String KEY = "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";

    private final SettableClock clock = SettableClock.standing(Samples.NOW);
    private final Store store = new InMemoryStore(clock);
    private final SecretBox box = new EnvelopeSecretBox(MasterKeys.parse(KEY));
    private final Ids ids = Ids.timeOrdered(clock);
    private final WebhookBody body = event -> "{\"type\":\"" + event.type() + "\"}";
    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final Random random = new Random(7);
    private final WebhookCourier courier = courier();
    private final RegisterWebhook register = new RegisterWebhook(store, box, ids, clock);
    private final OrgId org = Samples.tenant(store).id();

    private WebhookCourier courier() {
        return new WebhookCourier(
                store,
                new FanOutEvents(store, body, ids, clock),
                new SendDelivery(store, box, receiver, ids, random, clock),
                clock);
    }

    private WebhookEndpoint endpoint(OrgId of, String... types) {
        return register.register(new RegisterWebhook.Wish(
                        of, URI.create("https://r.example/" + UUID.randomUUID()), "", Set.of(types), true))
                .orElseThrow()
                .endpoint();
    }

    private void event(String type) {
        store.events().append(org, null, type, clock.instant(), Map.of());
    }

    private void round() {
        courier.round(Runnable::run);
    }

    private WebhookEndpoint now(WebhookEndpoint endpoint) {
        return store.webhooks().find(endpoint.org(), endpoint.id()).orElseThrow();
    }

    private List<Delivery> log(WebhookEndpoint endpoint) {
        return store.webhooks()
                .deliveries(endpoint.org(), endpoint.id(), null, PageRequest.first(200))
                .items();
    }

    private Delivery only(WebhookEndpoint endpoint) {
        assertThat(log(endpoint)).hasSize(1);
        return log(endpoint).get(0);
    }

    @Test
    void anEndpointHearsOfWhatItWantsFromItsOwnOrgFromNowOn() {
        event(EventType.COMPLETED);
        WebhookEndpoint all = endpoint(org);
        WebhookEndpoint some = endpoint(org, EventType.COMPLETED);
        WebhookEndpoint foreign = endpoint(Samples.tenant(store).id());
        event(EventType.STAGE);
        event(EventType.COMPLETED);

        round();
        round();

        assertThat(log(all).stream().map(Delivery::eventType))
                .containsExactlyInAnyOrder(EventType.STAGE, EventType.COMPLETED);
        assertThat(only(some).eventType()).isEqualTo(EventType.COMPLETED);
        assertThat(log(foreign)).isEmpty();
        assertThat(receiver.sent).hasSize(3);
        assertThat(only(some).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(now(some).health().lastStatus()).isEqualTo(204);
        assertThat(now(some).version()).isEqualTo(1);
    }

    @Test
    void aFailedDeliveryIsTriedTenTimesOverThreeDaysUnderOneId() {
        receiver.always(ScriptedReceiver.status(500));
        WebhookEndpoint endpoint = endpoint(org);
        event(EventType.COMPLETED);
        round();
        for (int i = 0; i < 200 && only(endpoint).state() == DeliveryState.PENDING; i++) {
            clock.advance(Duration.between(
                    clock.instant(),
                    java.util.Objects.requireNonNull(only(endpoint).nextAttemptAt())));
            round();
        }

        Delivery failed = only(endpoint);
        assertThat(failed.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(receiver.sent).hasSize(10);
        assertThat(receiver.sent.stream().map(ScriptedReceiver.Sent::id))
                .containsOnly(failed.id().toString());
        assertThat(Duration.between(Samples.NOW, failed.attempts().get(9).at()))
                .isBetween(Duration.ofHours(68), Duration.ofHours(84));
        Duration first = Duration.between(
                failed.attempts().get(0).at(), failed.attempts().get(1).at());
        assertThat(first).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_500));
        assertThat(now(endpoint).enabled()).as("five days are not over").isTrue();
    }

    @Test
    void whatTheReceiverWishesIsHeededUpToADay() {
        receiver.answers(
                new Answer(429, DeliveryTrouble.STATUS, Duration.ofHours(1)),
                new Answer(503, DeliveryTrouble.STATUS, Duration.ofDays(30)));
        WebhookEndpoint endpoint = endpoint(org);
        event(EventType.COMPLETED);
        round();
        assertThat(only(endpoint).nextAttemptAt()).isEqualTo(Samples.NOW.plus(Duration.ofHours(1)));

        clock.advance(Duration.ofHours(1));
        round();

        assertThat(only(endpoint).nextAttemptAt()).isEqualTo(Samples.NOW.plus(Duration.ofHours(25)));
    }

    @Test
    void goneSwitchesTheEndpointOffAndTellsTheOthers() {
        WebhookEndpoint other = endpoint(org, EventType.WEBHOOK_DISABLED);
        WebhookEndpoint gone = endpoint(org, EventType.COMPLETED, EventType.STAGE);
        receiver.answers(ScriptedReceiver.status(500), ScriptedReceiver.status(410));
        event(EventType.STAGE);
        round();
        event(EventType.COMPLETED);
        round();

        assertThat(now(gone).enabled()).isFalse();
        assertThat(now(gone).disabledReason()).isEqualTo(SendDelivery.REASON_GONE);
        assertThat(now(gone).version()).isEqualTo(2);
        assertThat(log(gone).stream().map(Delivery::state))
                .containsExactlyInAnyOrder(DeliveryState.DISABLED, DeliveryState.FAILED);
        event(EventType.COMPLETED);
        round();
        assertThat(log(gone)).hasSize(2);
        assertThat(only(other).eventType()).isEqualTo(EventType.WEBHOOK_DISABLED);
    }

    @Test
    void fiveDaysOfFailuresSwitchTheEndpointOff() {
        receiver.always(new Answer(null, DeliveryTrouble.UNREACHABLE, null));
        WebhookEndpoint endpoint = endpoint(org, EventType.COMPLETED);
        for (int hour = 0; hour < 5 * 24; hour++) {
            event(EventType.COMPLETED);
            round();
            clock.advance(Duration.ofHours(1));
        }
        assertThat(now(endpoint).enabled()).isTrue();
        event(EventType.COMPLETED);
        round();

        assertThat(now(endpoint).enabled()).isFalse();
        assertThat(now(endpoint).disabledReason()).isEqualTo(SendDelivery.REASON_FAILING);
        assertThat(now(endpoint).health().lastStatus()).isNull();
        assertThat(log(endpoint)).noneMatch(delivery -> delivery.state() == DeliveryState.PENDING);
    }

    @Test
    void oneArrivalStartsTheFiveDaysAnew() {
        receiver.always(ScriptedReceiver.status(400));
        WebhookEndpoint endpoint = endpoint(org, EventType.COMPLETED);
        for (int day = 0; day < 8; day++) {
            if (day == 4) {
                receiver.answers(new Answer(200, null, null));
            }
            event(EventType.COMPLETED);
            round();
            clock.advance(Duration.ofDays(1));
        }

        assertThat(now(endpoint).health().failingSince()).isEqualTo(Samples.NOW.plus(Duration.ofDays(4)));
        assertThat(now(endpoint).enabled()).isTrue();
    }

    @Test
    void switchedOnAgainItHearsOfWhatHappensFromThenOn() {
        ChangeWebhook change = new ChangeWebhook(store);
        WebhookEndpoint endpoint = endpoint(org, EventType.COMPLETED);
        WebhookEndpoint off = change.change(endpoint, new ChangeWebhook.Change(null, null, null, false))
                .orElseThrow();
        event(EventType.COMPLETED);
        round();
        assertThat(change.change(off, new ChangeWebhook.Change(null, null, null, true)))
                .isPresent();
        round();
        assertThat(log(endpoint)).isEmpty();
        event(EventType.COMPLETED);
        round();
        assertThat(only(endpoint).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(change.change(endpoint, new ChangeWebhook.Change(null, "old", null, null)))
                .isEmpty();
    }

    @Test
    void whoeverDiesBetweenSendingAndWritingSendsAgainUnderTheSameId() {
        WebhookEndpoint endpoint = endpoint(org);
        event(EventType.COMPLETED);
        SendDelivery dying = new SendDelivery(store, box, new WebhookSenderThatDies(receiver), ids, random, clock);
        new FanOutEvents(store, body, ids, clock).fanOut();
        assertThatThrownBy(() -> dying.sendNext(endpoint)).isInstanceOf(Death.class);
        assertThat(receiver.sent).hasSize(1);

        round();
        assertThat(receiver.sent).as("the dead one's claim still stands").hasSize(1);
        clock.advance(SendDelivery.LEASE);
        round();

        assertThat(receiver.sent).hasSize(2);
        assertThat(receiver.sent.get(1).id()).isEqualTo(receiver.sent.get(0).id());
        assertThat(receiver.sent.get(1).body()).isEqualTo(receiver.sent.get(0).body());
        assertThat(only(endpoint).attempts()).hasSize(1);
    }

    @Test
    void whoeverDiesWhileFanningOutLosesAndDoublesNothing() {
        WebhookEndpoint endpoint = endpoint(org);
        event(EventType.STAGE);
        event(EventType.COMPLETED);
        int[] written = {0};
        WebhookBody deadly = event -> {
            if (written[0]++ == 1) {
                throw new Death();
            }
            return body.of(event);
        };

        assertThatThrownBy(() -> new FanOutEvents(store, deadly, ids, clock).fanOut())
                .isInstanceOf(Death.class);
        assertThat(log(endpoint)).isEmpty();
        round();

        assertThat(log(endpoint)).hasSize(2);
        assertThat(receiver.sent).hasSize(2);
    }

    @Test
    void anEndpointThatCannotBeServedKeepsNobodyElseFromHearing() {
        WebhookEndpoint odd = endpoint(org, EventType.FAILED);
        WebhookEndpoint plain = endpoint(org, EventType.COMPLETED);
        event(EventType.FAILED);
        event(EventType.COMPLETED);
        WebhookBody picky = event -> {
            if (event.type().equals(EventType.FAILED)) {
                throw new IllegalStateException("cannot be written");
            }
            return body.of(event);
        };

        new FanOutEvents(store, picky, ids, clock).fanOut();

        assertThat(log(plain)).hasSize(1);
        assertThat(log(odd)).isEmpty();
        round();
        assertThat(log(odd)).as("it is not lost").hasSize(1);
    }

    @Test
    void sentAnewItKeepsItsIdAndGetsTenTriesMore() {
        receiver.always(ScriptedReceiver.status(500));
        SendAgain again = new SendAgain(store, body, ids, clock);
        WebhookEndpoint endpoint = endpoint(org);
        event(EventType.COMPLETED);
        round();
        DeliveryId id = only(endpoint).id();

        assertThat(again.again(endpoint, id)).isPresent();
        round();

        assertThat(receiver.sent).hasSize(2);
        assertThat(receiver.sent.get(1).id()).isEqualTo(id.toString());
        assertThat(only(endpoint).attempts()).hasSize(2);
        assertThat(Duration.between(clock.instant(), only(endpoint).nextAttemptAt()))
                .as("the pause after a first failure")
                .isLessThan(Duration.ofSeconds(6));
        assertThat(again.again(endpoint, new DeliveryId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aPingGoesToItsEndpointAlone() {
        WebhookEndpoint endpoint = endpoint(org, EventType.COMPLETED);
        WebhookEndpoint other = endpoint(org);
        SendAgain ping = new SendAgain(store, body, ids, clock);

        Delivery queued = ping.ping(endpoint).orElseThrow();
        round();

        assertThat(only(endpoint).id()).isEqualTo(queued.id());
        assertThat(only(endpoint).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(log(other)).isEmpty();
        new ChangeWebhook(store).change(now(endpoint), new ChangeWebhook.Change(null, null, null, false));
        assertThat(ping.ping(endpoint)).isEmpty();
    }

    @Test
    void earlierSecretsSignUntilTheirTimeIsOver() {
        RotateWebhookSecret rotate = new RotateWebhookSecret(store, box, ids, clock);
        WebhookEndpoint endpoint = endpoint(org);
        assertThat(rotate.rotate(org, endpoint.id(), Duration.ofHours(1))).isPresent();
        assertThat(signatures()).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        assertThat(signatures()).isEqualTo(1);
        for (int i = 1; i < RotateWebhookSecret.MOST; i++) {
            assertThat(rotate.rotate(org, endpoint.id(), Duration.ofHours(1))).isPresent();
        }
        assertThat(rotate.rotate(org, endpoint.id(), Duration.ofHours(1))).isEmpty();
        assertThat(rotate.rotate(org, endpoint.id(), Duration.ZERO)).isPresent();
        assertThat(signatures()).isEqualTo(1);
    }

    private long signatures() {
        event(EventType.COMPLETED);
        round();
        String header = receiver.sent.get(receiver.sent.size() - 1).headers().getOrDefault("webhook-signature", "");
        return Stream.of(header.split(" "))
                .filter(part -> part.startsWith("v1,"))
                .count();
    }

    @Test
    void aSecretThatDoesNotOpenSendsNothing() {
        WebhookEndpoint endpoint = endpoint(org);
        event(EventType.COMPLETED);
        SecretBox stranger = new EnvelopeSecretBox(MasterKeys.parse(KEY.replace("0011", "4455")));
        new FanOutEvents(store, body, ids, clock).fanOut();

        new SendDelivery(store, stranger, receiver, ids, random, clock).sendNext(endpoint);

        assertThat(receiver.sent).isEmpty();
        assertThat(only(endpoint).attempts().get(0).trouble()).isEqualTo(DeliveryTrouble.UNSIGNED);
        assertThat(only(endpoint).state()).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void receiversThatFailCannotTakeEveryPlace() {
        Slots slots = new Slots();
        long failing = Stream.generate(() -> new Ref(new OrgId(UUID.randomUUID()), id(), true))
                .limit(40)
                .filter(slots::take)
                .count();
        long ofOneOrg = Stream.generate(() -> new Ref(org, id(), false))
                .limit(40)
                .filter(slots::take)
                .count();

        assertThat(failing).isEqualTo(Slots.FAILING);
        assertThat(ofOneOrg).isEqualTo(Slots.ONE_ORG);
        Ref last = new Ref(new OrgId(UUID.randomUUID()), id(), false);
        assertThat(slots.take(last)).as("all are taken").isFalse();
    }

    @Test
    void oneEndpointHasTwoPlacesAtMostAndGivesThemBack() {
        Deque<Runnable> handed = new ArrayDeque<>();
        WebhookEndpoint endpoint = endpoint(org);
        for (int i = 0; i < 5; i++) {
            event(EventType.STAGE);
        }
        courier.round(handed::add);
        courier.round(handed::add);
        assertThat(handed).hasSize(Slots.ONE_ENDPOINT);

        handed.forEach(Runnable::run);
        assertThat(receiver.sent).hasSize(5);
        event(EventType.STAGE);
        courier.round(work -> {
            throw new RejectedExecutionException();
        });
        round();
        assertThat(log(endpoint)).hasSize(6).allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    private static WebhookEndpointId id() {
        return new WebhookEndpointId(UUID.randomUUID());
    }

    /** The process is killed. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The receiver has it, and nobody is left to hear the answer. */
    private static final class WebhookSenderThatDies implements dev.atelier.core.webhook.spi.WebhookSender {
        private final ScriptedReceiver receiver;

        WebhookSenderThatDies(ScriptedReceiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public java.util.Optional<String> objection(URI url) {
            return receiver.objection(url);
        }

        @Override
        public Answer send(URI url, Map<String, String> headers, byte[] sent, Duration timeout) {
            receiver.send(url, headers, sent, timeout);
            throw new Death();
        }
    }

    @Test
    void schedulesAreAsTheSpecificationProposes() {
        assertThat(DeliverySchedule.pauseAfter(10, null, random)).isEmpty();
        assertThat(DeliverySchedule.pauseAfter(9, null, random).orElseThrow())
                .isBetween(Duration.ofMinutes(1296), Duration.ofMinutes(1584));
        assertThat(Instant.EPOCH.plus(DeliverySchedule.pauseAfter(2, Duration.ofSeconds(1), random)
                        .orElseThrow()))
                .isAfter(Instant.EPOCH.plusSeconds(269));
    }
}
