package dev.hyphadb.jvm.signaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.signal.Signaling;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.crypto.SessionKey;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every signaling adapter does, over a small server of its kind; then what is particular to
 * each.
 */
@Timeout(60)
final class SignalingContractTest {
  private static final String TOPIC = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  enum Kind {
    COORDINATOR,
    NOSTR;

    LocalServer server() {
      return this == COORDINATOR ? LocalCoordinator.launch() : LocalRelay.launch();
    }

    Signaling client(LocalServer server, SessionKey key) {
      return this == COORDINATOR
          ? new CoordinatorSignaling(server.url(), key.peer())
          : new NostrSignaling(List.of(server.url()), key);
    }
  }

  private record Message(String topic, PeerId from, byte[] payload) {}

  /** Keeps what a client reports. */
  private static final class Heard implements Signaling.Listener {
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<PeerId> gone = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> states = new LinkedBlockingQueue<>();

    @Override
    public void message(String topic, PeerId from, byte[] payload) {
      messages.add(new Message(topic, from, payload));
    }

    @Override
    public void gone(String topic, PeerId peer) {
      gone.add(peer);
    }

    @Override
    public void state(boolean ready) {
      states.add(ready);
    }

    Message next() throws InterruptedException {
      Message message = messages.poll(10, TimeUnit.SECONDS);
      assertNotNull(message, "no message within 10 s");
      return message;
    }

    void awaitState(boolean wanted) throws InterruptedException {
      Boolean state;
      do {
        state = states.poll(20, TimeUnit.SECONDS);
        assertNotNull(state, "never became " + (wanted ? "ready" : "unready"));
      } while (state != wanted);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void publishesToTheTopicAndSendsToOne(Kind kind) throws InterruptedException {
    SessionKey keyA = SessionKey.generate();
    SessionKey keyB = SessionKey.generate();
    SessionKey keyC = SessionKey.generate();
    Heard atA = new Heard();
    Heard atB = new Heard();
    Heard atC = new Heard();
    try (LocalServer server = kind.server();
        Signaling a = kind.client(server, keyA);
        Signaling b = kind.client(server, keyB);
        Signaling c = kind.client(server, keyC)) {
      a.join(TOPIC);
      b.join(TOPIC);
      c.join(OTHER);
      a.start(atA);
      b.start(atB);
      c.start(atC);
      atA.awaitState(true);
      atB.awaitState(true);
      atC.awaitState(true);
      byte[] large = new byte[Signaling.PAYLOAD_BYTES_MAX];
      large[7] = 7;
      settle(a, atB, b, atA);
      a.publish(TOPIC, large);
      Message published = atB.next();
      assertEquals(TOPIC, published.topic());
      assertEquals(keyA.peer(), published.from());
      assertArrayEquals(large, published.payload());
      b.send(TOPIC, keyA.peer(), new byte[] {2});
      Message sent = atA.next();
      assertEquals(keyB.peer(), sent.from());
      assertArrayEquals(new byte[] {2}, sent.payload());
      assertTrue(atC.messages.isEmpty(), "who is not on the topic hears nothing");
    }
  }

  /**
   * Until both hear each other, since the server may see the joins late; then until all is quiet.
   */
  private static void settle(Signaling a, Heard atB, Signaling b, Heard atA)
      throws InterruptedException {
    boolean heardA = false;
    boolean heardB = false;
    for (int i = 0; i < 100 && !(heardA && heardB); i++) {
      a.publish(TOPIC, new byte[] {(byte) i});
      b.publish(TOPIC, new byte[] {(byte) i});
      heardA |= atA.messages.poll(100, TimeUnit.MILLISECONDS) != null;
      heardB |= atB.messages.poll(100, TimeUnit.MILLISECONDS) != null;
    }
    assertTrue(heardA && heardB, "the two never heard each other");
    quieten(atA);
    quieten(atB);
  }

  private static void quieten(Heard heard) throws InterruptedException {
    Message last;
    do {
      last = heard.messages.poll(300, TimeUnit.MILLISECONDS);
    } while (last != null);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void comesBackAfterACutAndJoinsAgain(Kind kind) throws InterruptedException {
    Heard atA = new Heard();
    Heard atB = new Heard();
    try (LocalServer server = kind.server();
        Signaling a = kind.client(server, SessionKey.generate());
        Signaling b = kind.client(server, SessionKey.generate())) {
      a.join(TOPIC);
      b.join(TOPIC);
      a.start(atA);
      b.start(atB);
      atA.awaitState(true);
      atB.awaitState(true);
      settle(a, atB, b, atA);
      server.cutAll();
      atA.awaitState(false);
      atB.awaitState(false);
      atA.awaitState(true);
      atB.awaitState(true);
      settle(a, atB, b, atA);
      a.publish(TOPIC, new byte[] {9});
      assertArrayEquals(new byte[] {9}, atB.next().payload());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nonsenseFromTheServerIsCounted(Kind kind) throws InterruptedException {
    Heard atA = new Heard();
    Heard atB = new Heard();
    try (LocalServer server = kind.server();
        Signaling a = kind.client(server, SessionKey.generate());
        Signaling b = kind.client(server, SessionKey.generate())) {
      a.join(TOPIC);
      b.join(TOPIC);
      a.start(atA);
      b.start(atB);
      atA.awaitState(true);
      atB.awaitState(true);
      // A client is ready before the server has it among those it sends to.
      settle(a, atB, b, atA);
      for (String nonsense :
          List.of(
              "",
              "{",
              "null",
              "[]",
              "{}",
              "7",
              "\"x\"",
              "[\"EVENT\"]",
              "[\"EVENT\",\"published\",{}]",
              "[\"OK\"]",
              "[[[[[[[[[[[[[[[[[[[[[[",
              "{\"type\":\"message\"}",
              "{\"type\":7}",
              "{\"type\":\"gone\",\"peer\":\"x\"}",
              "{\"type\":\"message\",\"from\":\""
                  + "0".repeat(64)
                  + "\",\"topic\":\""
                  + TOPIC
                  + "\",\"payload\":\"%%\"}")) {
        server.sendToAll(nonsense);
      }
      settle(a, atB, b, atA);
      a.publish(TOPIC, new byte[] {1});
      assertArrayEquals(new byte[] {1}, atB.next().payload());
      long dropped = b.rejections().values().stream().mapToLong(Long::longValue).sum();
      assertTrue(dropped >= 10, b.rejections().toString());
    }
  }

  @Test
  void theCoordinatorTellsWhoIsGone() throws InterruptedException {
    SessionKey keyB = SessionKey.generate();
    Heard atA = new Heard();
    Heard atB = new Heard();
    try (LocalCoordinator server = LocalCoordinator.launch();
        Signaling a = new CoordinatorSignaling(server.url(), SessionKey.generate().peer())) {
      a.join(TOPIC);
      a.start(atA);
      atA.awaitState(true);
      try (Signaling b = new CoordinatorSignaling(server.url(), keyB.peer())) {
        b.join(TOPIC);
        b.start(atB);
        atB.awaitState(true);
        settle(a, atB, b, atA);
      }
      assertEquals(keyB.peer(), atA.gone.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatTwoRelaysBringIsHeardOnceAndForgeriesNever() throws InterruptedException {
    SessionKey keyA = SessionKey.generate();
    Heard atA = new Heard();
    Heard atB = new Heard();
    try (LocalRelay first = LocalRelay.launch();
        LocalRelay second = LocalRelay.launch();
        Signaling a = new NostrSignaling(List.of(first.url(), second.url()), keyA);
        Signaling b =
            new NostrSignaling(List.of(first.url(), second.url()), SessionKey.generate())) {
      a.join(TOPIC);
      b.join(TOPIC);
      a.start(atA);
      b.start(atB);
      for (Heard heard : List.of(atA, atB)) {
        heard.awaitState(true);
        heard.awaitState(true);
      }
      settle(a, atB, b, atA);
      a.publish(TOPIC, new byte[] {1});
      a.publish(TOPIC, new byte[] {2});
      assertArrayEquals(new byte[] {1}, atB.next().payload());
      assertArrayEquals(new byte[] {2}, atB.next().payload());
      NostrEvent genuine =
          NostrEvent.signed(
              keyA,
              System.currentTimeMillis() / 1_000,
              25_050,
              List.of(List.of("x", TOPIC)),
              "Aw==");
      NostrEvent forged =
          new NostrEvent(
              genuine.id(),
              genuine.author(),
              genuine.createdAt(),
              genuine.kind(),
              genuine.tags(),
              "BA==",
              genuine.signature());
      NostrEvent old =
          NostrEvent.signed(keyA, 1_000_000, 25_050, List.of(List.of("x", TOPIC)), "BQ==");
      for (NostrEvent event : List.of(forged, old, genuine, genuine)) {
        first.sendToAll("[\"EVENT\",\"published\"," + event.json() + "]");
      }
      assertArrayEquals(new byte[] {3}, atB.next().payload());
      assertNull(atB.messages.poll(300, TimeUnit.MILLISECONDS), "nothing comes twice");
      assertEquals(1, b.rejections().get("nostr-forged"));
      assertEquals(1, b.rejections().get("nostr-out-of-time"));
    }
  }

  @Test
  void aRefusingRelayIsLeftAloneForAWhile() throws InterruptedException {
    Heard atA = new Heard();
    try (LocalRelay relay = LocalRelay.launch();
        Signaling a = new NostrSignaling(List.of(relay.url()), SessionKey.generate())) {
      relay.refuseWith("auth-required: log in first");
      a.join(TOPIC);
      a.start(atA);
      atA.awaitState(true);
      a.publish(TOPIC, new byte[] {1});
      atA.awaitState(false);
      a.publish(TOPIC, new byte[] {2});
      assertNull(
          atA.states.poll(2_500, TimeUnit.MILLISECONDS), "it rests longer than after a failure");
      assertEquals(1, relay.events());
      assertEquals(1, a.rejections().get("nostr-refused"));
    }
  }
}
