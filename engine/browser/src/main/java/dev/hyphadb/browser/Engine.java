package dev.hyphadb.browser;

import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.store.MemoryStore;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** What the engine's module exports to the worker. */
public final class Engine {
  private Engine() {}

  /**
   * Opens a database on the heap.
   *
   * @param oplogSize see {@link ReplicaOptions#logEntriesMax}
   * @param hash SHA-256 of a {@code Uint8Array}
   */
  @JSExport
  public static Database openInMemory(int oplogSize, JsSha256.Function hash) {
    return JsError.translate(() -> {
      ReplicaOptions options =
          new ReplicaOptions(oplogSize, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
      return new Database(new MemoryStore(), options, new JsSha256(hash), Engine::randomBytes);
    });
  }

  @JSBody(params = "count", script = "return crypto.getRandomValues(new Int8Array(count));")
  @JSByRef
  private static native byte[] randomBytes(int count);

  /**
   * How this session meets others.
   *
   * @param self its peer id
   */
  @JSExport
  public static Network openNetwork(String self, int announceIntervalMillis) {
    return new Network(self, "peer", announceIntervalMillis);
  }

  /** The channels with one peer. */
  @JSExport
  public static Channels openChannels(Channels.Listening listening) {
    return new Channels(listening);
  }

  /** The canonical bytes of a value. */
  @JSExport
  public static JSObject pack(JSObject value) {
    return Channels.pack(value);
  }
}
