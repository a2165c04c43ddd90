package dev.hyphadb.core.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was not used for the longest time. */
public final class LruCache<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int entriesMax;

  public LruCache(int entriesMax) {
    this(entriesMax, true);
  }

  private LruCache(int entriesMax, boolean isByUse) {
    super(256, 0.75f, isByUse);
    this.entriesMax = entriesMax;
  }

  /** A map that forgets what was put into it first. */
  static <K, V> LruCache<K, V> ofNewest(int entriesMax) {
    return new LruCache<>(entriesMax, false);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > entriesMax;
  }
}
