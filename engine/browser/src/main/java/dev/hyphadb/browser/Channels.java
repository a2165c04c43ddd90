package dev.hyphadb.browser;

import dev.hyphadb.core.channel.ChannelEvent;
import dev.hyphadb.core.channel.ChannelFrame;
import dev.hyphadb.core.channel.ChannelInbox;
import dev.hyphadb.core.channel.ChannelLimits;
import dev.hyphadb.core.channel.ChannelOutbox;
import dev.hyphadb.core.channel.ChannelSource;
import dev.hyphadb.core.channel.ReceiveBudget;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** The channels with one peer, as the worker sees them: values and frames on JavaScript's side. */
public final class Channels {
  /** For each peer: a page that gets so much at once from several would not survive it anyway. */
  private static final long BUDGET_BYTES = 512L << 20;

  private final ChannelOutbox outbox = new ChannelOutbox();
  private final ChannelInbox inbox;

  Channels(Listening listening) {
    this.inbox =
        new ChannelInbox(ChannelLimits.DEFAULTS, new ReceiveBudget(BUDGET_BYTES), listening::has);
  }

  /** Which channels somebody listens on; a {@code Set} of names is one. */
  public interface Listening extends JSObject {
    boolean has(String channel);
  }

  /** The bytes of a message, as {@link ChannelSource} has them, and who hears how far it is. */
  public interface Source extends JSObject {
    double size();

    /** A {@code Uint8Array}; {@code null} while none are at hand, empty when there are no more. */
    JSObject next(int max);

    void handed(double bytes, boolean isEnd);

    void dropped();
  }

  private record JsSource(Source source) implements ChannelSource {
    @Override
    public long length() {
      return (long) source.size();
    }

    @Override
    public byte[] next(int max) {
      JSObject bytes = source.next(max);
      return bytes == null ? null : JsBytes.toJava(bytes);
    }
  }

  /** What came. Binary data is a {@code Uint8Array}; meta is {@code null} for none. */
  public interface Events extends JSObject {
    void progress(String channel, double fraction, JSObject meta);

    void message(String channel, boolean isBinary, JSObject data, JSObject meta);

    void pong(int number);
  }

  /** The canonical bytes of a value, to be sent with {@code isBinary} false. */
  static JSObject pack(JSObject value) {
    return JsError.translate(() -> JsBytes.toJs(PackWriter.pack(JsValues.value(value))));
  }

  /** Queues a message; false when too many wait. */
  @JSExport
  public boolean send(String channel, boolean isBinary, Source source, JSObject meta) {
    return JsError.translate(() -> {
      Value told = meta == null ? null : JsValues.value(meta);
      return outbox.send(channel, isBinary, new JsSource(source), told);
    });
  }

  @JSExport
  public void ping(int number) {
    outbox.control(ChannelFrame.ping(number));
  }

  /** The next frame to hand over now, {@code null} for none. */
  @JSExport
  public JSObject poll() {
    ChannelOutbox.Outgoing next = outbox.poll();
    if (next == null) {
      return null;
    }
    if (next.source() instanceof JsSource js) {
      js.source().handed((double) next.handedBytes(), next.end() != ChannelOutbox.End.MORE);
    }
    return JsBytes.toJs(next.frame());
  }

  /** Takes a frame; false when the peer had better be disconnected. */
  @JSExport
  public boolean receive(JSObject frame, Events events) {
    for (ChannelEvent event : inbox.receive(JsBytes.toJava(frame))) {
      happened(event, events);
    }
    return !inbox.isOffended();
  }

  private void happened(ChannelEvent event, Events events) {
    switch (event) {
      case ChannelEvent.Reply reply -> outbox.control(reply.frame());
      case ChannelEvent.Taken taken -> {
        if (!outbox.taken(taken.bytes())) {
          inbox.rejectReport();
        }
      }
      case ChannelEvent.Pong pong -> events.pong(pong.number());
      case ChannelEvent.Progress part ->
          events.progress(
              part.channel(),
              part.lengthBytes() == 0
                  ? 1
                  : (double) part.receivedBytes() / (double) part.lengthBytes(),
              meta(part.meta()));
      case ChannelEvent.ValueMessage message ->
          events.message(message.channel(), false, JsValues.toJs(message.value()), null);
      case ChannelEvent.BinaryMessage message ->
          events.message(
              message.channel(), true, JsBytes.toJs(message.bytes()), meta(message.meta()));
    }
  }

  private static JSObject meta(Value meta) {
    return meta == null ? null : JsValues.toJs(meta);
  }

  /** The peer is gone. */
  @JSExport
  public void clear() {
    inbox.clear();
    for (ChannelSource source : outbox.clear()) {
      ((JsSource) source).source().dropped();
    }
  }
}
