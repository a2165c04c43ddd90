package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hyphadb.core.signal.Signaling;
import dev.hyphadb.core.sync.PeerId;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@link Signaling} through the signaling coordinator: JSON text messages over a WebSocket, as
 * docs/protocol/rendezvous.md lays them out.
 */
public final class CoordinatorSignaling implements Signaling {
  private static final long WELCOME_MILLIS = 10_000;

  private final PeerId self;
  private final SignalingThread thread = new SignalingThread("hypha-coordinator");
  private final HttpClient client = HttpClient.newHttpClient();
  private final PersistentSocket socket;
  private final Set<String> topics = new LinkedHashSet<>();
  private final Rejections rejections = new Rejections();
  private Listener listener;
  private boolean welcome;
  private int connections;

  /**
   * Prepares; {@link #start} connects.
   *
   * @param url such as {@code ws://127.0.0.1:7101/v1/signaling}
   */
  public CoordinatorSignaling(URI url, PeerId self) {
    this.self = self;
    this.socket =
        new PersistentSocket(PersistentSocket.checked(url), client, thread, new Connection());
  }

  @Override
  public void start(Listener listener) {
    thread.post(() -> {
      this.listener = listener;
      socket.start();
    });
  }

  @Override
  public void join(String topic) {
    thread.post(() -> {
      if (topics.add(topic)) {
        send(message("join").put("topic", topic));
      }
    });
  }

  @Override
  public void leave(String topic) {
    thread.post(() -> {
      if (topics.remove(topic)) {
        send(message("leave").put("topic", topic));
      }
    });
  }

  @Override
  public void publish(String topic, byte[] payload) {
    String text = Base64.getEncoder().encodeToString(payload);
    thread.post(() -> send(message("publish").put("topic", topic).put("payload", text)));
  }

  @Override
  public void send(String topic, PeerId to, byte[] payload) {
    String text = Base64.getEncoder().encodeToString(payload);
    thread.post(
        () -> send(message("send").put("topic", topic).put("to", to.hex()).put("payload", text)));
  }

  @Override
  public Map<String, Long> rejections() {
    return rejections.snapshot();
  }

  @Override
  public void close() {
    thread.end(socket::close);
    client.shutdownNow();
  }

  private static ObjectNode message(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  /**
   * Before the welcome nothing is sent: what waits then is overtaken by the announces that follow
   * it.
   */
  private void send(ObjectNode message) {
    if (welcome) {
      socket.send(message.toString());
    }
  }

  /** What the coordinator says. */
  private final class Connection implements PersistentSocket.Events {
    @Override
    public void opened() {
      int mine = ++connections;
      socket.send(message("hello").put("peer", self.hex()).toString());
      thread.schedule(
          () -> {
            if (mine == connections && socket.isOpen() && !welcome) {
              socket.fail("no welcome within " + WELCOME_MILLIS + " ms");
            }
          },
          WELCOME_MILLIS,
          TimeUnit.MILLISECONDS);
    }

    @Override
    public void closed() {
      connections++;
      if (welcome) {
        welcome = false;
        listener.state(false);
      }
    }

    @Override
    public void text(String text) {
      JsonNode message;
      try {
        message = Json.MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        rejections.add("coordinator-not-json");
        return;
      }
      switch (Json.text(message, "type")) {
        case "welcome" -> welcomed();
        case "message" -> delivered(message);
        case "gone" -> gone(message);
        case "error" -> rejections.add("coordinator-error");
        default -> rejections.add("coordinator-unknown-type");
      }
    }

    private void welcomed() {
      if (!welcome) {
        welcome = true;
        topics.forEach(topic -> send(message("join").put("topic", topic)));
        listener.state(true);
      }
    }

    private void delivered(JsonNode message) {
      String topic = Json.text(message, "topic");
      String from = Json.text(message, "from");
      byte[] payload = Json.base64(message.get("payload"), PAYLOAD_BYTES_MAX);
      if (!PeerId.isValid(from) || payload == null) {
        rejections.add("coordinator-malformed");
      } else if (!topics.contains(topic)) {
        rejections.add("coordinator-unknown-topic");
      } else {
        listener.message(topic, new PeerId(from), payload);
      }
    }

    private void gone(JsonNode message) {
      String peer = Json.text(message, "peer");
      if (PeerId.isValid(peer)) {
        listener.gone(Json.text(message, "topic"), new PeerId(peer));
      } else {
        rejections.add("coordinator-malformed");
      }
    }
  }
}
