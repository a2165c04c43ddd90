package dev.hyphadb.browser;

import dev.hyphadb.browser.store.HeapStore;
import dev.hyphadb.browser.store.Journal;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.sync.LogAge;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;

/** What the engine's module exports to the worker. */
public final class Engine {
  private Engine() {}

  /** How to open a database; every property is there. */
  public interface Options extends JSObject {
    /** What messages call the place of the database. */
    @JSProperty
    String getPlace();

    /** See {@link ReplicaOptions#logEntriesMax}. */
    @JSProperty
    int getOplogSize();

    /** See {@link ReplicaOptions#logMillisMax}; infinite for any time. */
    @JSProperty
    double getRetentionMillis();

    /** Fields with a resolver, each followed by the resolver's name. */
    @JSProperty
    JSArray<JSString> getResolvers();

    /** SHA-256 of a {@code Uint8Array}. */
    @JSProperty
    JsSha256.Function getHash();

    /** A {@code Uint8Array}, or {@code null} for none. */
    @JSProperty
    JSObject getSnapshot();

    /** A {@code Uint8Array} each, oldest first. */
    @JSProperty
    JSArray<JSObject> getJournals();

    /** Takes over each record. */
    @JSProperty
    Append getAppend();

    /** {@code null} for an open database. */
    @JSProperty
    JsSecurity.Options getSecurity();

    /** What signs this peer's commits; {@code null} for nothing. */
    @JSProperty
    JsSecurity.Account getAccount();
  }

  /** Appends a {@code Uint8Array}, valid during the call, to the journal; false when it cannot. */
  @JSFunctor
  public interface Append extends JSObject {
    boolean apply(JSObject record);
  }

  /** Opens a database with what snapshot and journals hold, creating it where that is nothing. */
  @JSExport
  public static Database open(Options options) {
    return JsError.translate(() -> {
      Append append = options.getAppend();
      Journal journal =
          (buffer, length) -> {
            if (!append.apply(JsBytes.toJs(buffer, length))) {
              throw new StoreException("The journal could not be written");
            }
          };
      JSObject snapshot = options.getSnapshot();
      HeapStore store =
          new HeapStore(
              options.getPlace(), snapshot == null ? null : JsBytes.toJava(snapshot), journal);
      int replayed = replay(store, options);
      ReplicaOptions replicaOptions =
          new ReplicaOptions(options.getOplogSize(), ReplicaOptions.DEFAULTS.clockDriftMillisMax())
              .withLogMillisMax(logMillisMax(options.getRetentionMillis()))
              .withResolvers(resolvers(options.getResolvers()));
      Security security =
          JsSecurity.signing(JsSecurity.of(options.getSecurity()), options.getAccount());
      JsSha256 sha256 = new JsSha256(options.getHash());
      return new Database(store, replayed, replicaOptions, security, sha256, Engine::randomBytes);
    });
  }

  private static long logMillisMax(double retentionMillis) {
    return retentionMillis == Double.POSITIVE_INFINITY ? LogAge.UNLIMITED : (long) retentionMillis;
  }

  private static Resolvers resolvers(JSArray<JSString> named) {
    Resolvers resolvers = Resolvers.NONE;
    for (int i = 0; i < named.getLength(); i += 2) {
      Resolver resolver = Resolver.named(named.get(i + 1).stringValue());
      resolvers = resolvers.with(named.get(i).stringValue(), resolver);
    }
    return resolvers;
  }

  /** Returns the intact length of the last journal: only that one may have a torn tail. */
  private static int replay(HeapStore store, Options options) {
    JSArray<JSObject> journals = options.getJournals();
    int replayed = 0;
    for (int i = 0; i < journals.getLength(); i++) {
      byte[] journal = JsBytes.toJava(journals.get(i));
      replayed = store.replay(journal);
      if (replayed < journal.length && i < journals.getLength() - 1) {
        throw new StoreException(
            "A journal of "
                + options.getPlace()
                + " is damaged, with newer ones after it: clear the site's data and resync from a"
                + " peer");
      }
    }
    return replayed;
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
