package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.value.Octets;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RootReference;

/** Walks one version of a map; the version stays on disk until the cursor closes. */
final class MvCursor implements Store.Cursor {
  private final Path directory;
  private final CloseGate gate;
  private final Set<MvCursor> openCursors;
  private final MVStore database;
  private final MVStore.TxCounter version;
  private final RootReference<byte[], byte[]> root;
  private final byte[] begin;
  private final byte[] end;
  private final boolean reverse;

  /** Where {@code cursor} began. */
  private byte[] start;

  private Cursor<byte[], byte[]> cursor;
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
    this.begin = reverse ? to : from;
    this.end = reverse ? from : to;
    this.reverse = reverse;
    version = database.registerVersionUsage();
    root = map.flushAndGetRoot();
    start = begin;
    cursor = new Cursor<>(root, start, null, reverse);
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
      if (reverse && start != null && Octets.compare(key, start) >= 0) {
        if (!cursor.hasNext()) {
          ended = true;
          return false;
        }
        key = cursor.next();
      }
      ended =
          end != null && (reverse ? Octets.compare(key, end) < 0 : Octets.compare(key, end) >= 0);
      return !ended;
    } catch (MVStoreException e) {
      throw MvStore.failure("scan", directory, e);
    } finally {
      gate.exit(stripe);
    }
  }

  @Override
  public void seek(byte[] key) {
    int stripe = gate.enter();
    try {
      start = Keys.seekStart(key, begin, reverse);
      cursor = new Cursor<>(root, start, null, reverse);
      ended = released;
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
