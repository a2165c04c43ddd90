package dev.hyphadb.browser;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.Rejection;
import dev.hyphadb.core.signal.Rendezvous;
import dev.hyphadb.core.signal.RendezvousConfig;
import dev.hyphadb.core.signal.RendezvousOutput;
import dev.hyphadb.core.signal.SignalCodec;
import dev.hyphadb.core.signal.SignalMessage;
import dev.hyphadb.core.signal.Transport;
import dev.hyphadb.core.sync.PeerId;
import java.util.List;
import java.util.Locale;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/**
 * How this browser meets others, as the worker sees it: {@link Rendezvous} on JavaScript's values.
 * After every input {@link #drain} tells what to do; {@link #tick} is due at {@link
 * #deadlineMillis}. Times are milliseconds of one monotonic clock.
 */
public final class Network {
  private static final int PEERS_MAX = 512;
  private static final int CONNECTING_MAX = 16;

  private final Rendezvous rendezvous;

  Network(String self, String kind, int announceIntervalMillis) {
    this.rendezvous =
        new Rendezvous(
            new RendezvousConfig(
                new PeerId(self), kind, announceIntervalMillis, PEERS_MAX, CONNECTING_MAX));
  }

  @JSExport
  public void join(String topic, double nowMillis) {
    rendezvous.join(topic, (long) nowMillis);
  }

  @JSExport
  public void leave(String topic, double nowMillis) {
    rendezvous.leave(topic, (long) nowMillis);
  }

  @JSExport
  public void signaling(boolean isReady, double nowMillis) {
    if (isReady) {
      rendezvous.signalingUp((long) nowMillis);
    } else {
      rendezvous.signalingDown();
    }
  }

  @JSExport
  public void gone(String topic, String peer) {
    if (PeerId.isValid(peer)) {
      rendezvous.gone(topic, new PeerId(peer));
    }
  }

  /** A message came, whose bytes are a {@code Uint8Array}. */
  @JSExport
  public void received(String topic, String from, JSObject payload, double nowMillis) {
    if (PeerId.isValid(from)) {
      rendezvous.received(topic, new PeerId(from), JsBytes.toJava(payload), (long) nowMillis);
    }
  }

  @JSExport
  public void described(int connection, String sdp) {
    rendezvous.described(connection, sdp);
  }

  @JSExport
  public void candidate(int connection, String mid, int line, String text, double nowMillis) {
    rendezvous.candidate(connection, new IceCandidate(mid, line, text), (long) nowMillis);
  }

  /**
   * @param state {@code connected}, {@code disconnected} or {@code closed}
   */
  @JSExport
  public void state(int connection, String state, double nowMillis) {
    rendezvous.state(
        connection, Transport.State.valueOf(state.toUpperCase(Locale.ROOT)), (long) nowMillis);
  }

  @JSExport
  public void channelOpened(int connection, String label) {
    rendezvous.channelOpened(connection, label);
  }

  @JSExport
  public void channelClosed(int connection, String label, double nowMillis) {
    rendezvous.channelClosed(connection, label, (long) nowMillis);
  }

  /** Ends a connection whose peer misbehaves. */
  @JSExport
  public void expel(int connection, double nowMillis) {
    rendezvous.expel(connection, (long) nowMillis);
  }

  @JSExport
  public void tick(double nowMillis) {
    rendezvous.tick((long) nowMillis);
  }

  /** Infinite for never. */
  @JSExport
  public double deadlineMillis() {
    long deadline = rendezvous.deadlineMillis();
    return deadline == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) deadline;
  }

  /** How often something from outside was dropped. */
  @JSExport
  public double rejected() {
    long all = 0;
    for (Rejection reason : Rejection.values()) {
      all += rendezvous.rejected(reason);
    }
    return (double) all;
  }

  /** Tells everything that is to be done. */
  @JSExport
  public void drain(Outputs outputs) {
    for (RendezvousOutput next; (next = rendezvous.poll()) != null; ) {
      tell(next, outputs);
    }
  }

  private static void tell(RendezvousOutput next, Outputs outputs) {
    switch (next) {
      case RendezvousOutput.Publish publish ->
          outputs.publish(publish.topic(), bytes(publish.message()));
      case RendezvousOutput.Send send ->
          outputs.send(send.topic(), send.to().hex(), bytes(send.message()));
      case RendezvousOutput.Offer offer ->
          outputs.offer(offer.connection(), offer.peer().hex(), texts(offer.labels()));
      case RendezvousOutput.Answer answer ->
          outputs.answer(answer.connection(), answer.peer().hex(), answer.sdp());
      case RendezvousOutput.Accept accept -> outputs.accept(accept.connection(), accept.sdp());
      case RendezvousOutput.AddCandidate add ->
          outputs.addCandidate(
              add.connection(),
              candidate(add.candidate().mid(), add.candidate().line(), add.candidate().text()));
      case RendezvousOutput.OpenChannel open -> outputs.open(open.connection(), open.label());
      case RendezvousOutput.CloseChannel close ->
          outputs.closeChannel(close.connection(), close.label());
      case RendezvousOutput.Close close -> outputs.close(close.connection());
      case RendezvousOutput.PeerJoined joined ->
          outputs.joined(joined.topic(), joined.peer().hex(), joined.kind(), joined.connection());
      case RendezvousOutput.PeerLeft left -> outputs.left(left.topic(), left.peer().hex());
      case RendezvousOutput.PeerSeen seen ->
          outputs.seen(seen.topic(), seen.peer().hex(), seen.kind());
      case RendezvousOutput.PeerLost lost -> outputs.lost(lost.topic(), lost.peer().hex());
    }
  }

  private static JSObject bytes(SignalMessage message) {
    return JsBytes.toJs(SignalCodec.encode(message));
  }

  private static JSArray<JSObject> texts(List<String> texts) {
    JSArray<JSObject> array = new JSArray<>();
    texts.forEach(text -> array.push(JsValues.text(text)));
    return array;
  }

  @JSBody(
      params = {"mid", "line", "text"},
      script = "return {sdpMid: mid, sdpMLineIndex: line, candidate: text};")
  private static native JSObject candidate(String mid, int line, String text);

  /** What {@link RendezvousOutput} asks for. */
  public interface Outputs extends JSObject {
    void publish(String topic, JSObject payload);

    void send(String topic, String to, JSObject payload);

    void offer(int connection, String peer, JSArray<JSObject> labels);

    void answer(int connection, String peer, String sdp);

    void accept(int connection, String sdp);

    void addCandidate(int connection, JSObject candidate);

    void open(int connection, String label);

    void closeChannel(int connection, String label);

    void close(int connection);

    void joined(String topic, String peer, String kind, int connection);

    void left(String topic, String peer);

    void seen(String topic, String peer, String kind);

    void lost(String topic, String peer);
  }
}
