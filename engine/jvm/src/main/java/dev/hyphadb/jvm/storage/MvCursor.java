package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.value.Octets;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Walks one version of a map; the version stays on disk until the cursor closes. */
final class MvCursor implements Store.Cursor {
  private final Path directory;
  private final CloseGate gate;
  private final Set<MvCursor> openCursors;
  private final MVStore database;
  private final MVStore.TxCounter version;
  private final Cursor<byte[], byte[]> cursor;
  private final byte[] from;
  private final byte[] to;
  private final boolean reverse;
  private boolean ended;
  private boolean released;

  /** Call inside the gate, while no batch is being applied. */
  MvCursor(
      Path directory,
      CloseGate gate,
      Set<MvCursor> openCursors,
      MVStore database,
      MVMap<byte[], byte[]> map,
      byte[] from,
      byte[] to,
      boolean reverse) {
    this.directory = directory;
    this.gate = gate;
    this.openCursors = openCursors;
    this.database = database;
    this.from = from;
    this.to = to;
    this.reverse = reverse;
    version = database.registerVersionUsage();
    cursor = map.cursor(reverse ? to : from, null, reverse);
  }

  @Override
  public boolean next() {
    int stripe = gate.enter();
    try {
      if (ended || !cursor.hasNext()) {
        ended = true;
        return false;
      }
      byte[] key = cursor.next();
      // MVStore's reverse cursor starts at its bound, which is exclusive here.
      if (reverse && to != null && Octets.compare(key, to) >= 0) {
        if (!cursor.hasNext()) {
          ended = true;
          return false;
        }
        key = cursor.next();
      }
      ended =
          reverse
              ? from != null && Octets.compare(key, from) < 0
              : to != null && Octets.compare(key, to) >= 0;
      return !ended;
    } catch (MVStoreException e) {
      throw MvStore.failure("scan", directory, e);
    } finally {
      gate.exit(stripe);
    }
  }

  @Override
  public byte[] key() {
    return cursor.getKey();
  }

  @Override
  public byte[] value() {
    return cursor.getValue();
  }

  @Override
  public void close() {
    gate.whileOpen(this::release);
  }

  /** Call inside the gate, or with the gate closed. */
  void release() {
    if (!released) {
      released = true;
      ended = true;
      openCursors.remove(this);
      database.deregisterVersionUsage(version);
    }
  }
}
