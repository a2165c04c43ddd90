package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.LruCache;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.PendingTable;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All that ever changed a role and counts, by account and in the order of stamps. */
final class AuthorityHistory {
  private static final int CACHE_ACCOUNTS_MAX = 16_384;

  private final PendingTable table;

  /** Whole histories, empty ones too: most accounts have one entry or two. */
  private final Map<Address, NavigableMap<CommitKey, Grant>> cache =
      new LruCache<>(CACHE_ACCOUNTS_MAX);

  AuthorityHistory(Store store) {
    this.table = new PendingTable(store, Table.AUTHORITY);
  }

  /** The account's entries, not to be changed. */
  NavigableMap<CommitKey, Grant> of(Address account) {
    NavigableMap<CommitKey, Grant> known = cache.get(account);
    if (known == null) {
      NavigableMap<CommitKey, Grant> entries = new TreeMap<>();
      byte[] prefix = account.bytes();
      table.forEach(
          prefix,
          Keys.afterPrefix(prefix),
          (key, record) -> {
            byte[] commit = Arrays.copyOfRange(key, Commit.AUTHOR_LENGTH, key.length);
            entries.put(new CommitKey(commit), Grant.decode(record));
            return true;
          });
      known = entries;
      cache.put(account, known);
    }
    return known;
  }

  void add(CommitKey commit, Map<Address, Grant> grants) {
    grants.forEach((account, grant) -> {
      of(account).put(commit, grant);
      table.put(key(account, commit), grant.encode());
    });
  }

  void remove(CommitKey commit, Map<Address, Grant> grants) {
    grants
        .keySet()
        .forEach(account -> {
          of(account).remove(commit);
          table.delete(key(account, commit));
        });
  }

  static byte[] key(Address account, CommitKey commit) {
    byte[] key = Arrays.copyOf(account.bytes(), Commit.AUTHOR_LENGTH + CommitKey.LENGTH);
    System.arraycopy(commit.bytes(), 0, key, Commit.AUTHOR_LENGTH, CommitKey.LENGTH);
    return key;
  }

  void flush(WriteBatch batch) {
    table.flush(batch);
  }
}
