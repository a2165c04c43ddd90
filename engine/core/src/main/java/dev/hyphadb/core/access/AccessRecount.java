package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.LruCache;
import dev.hyphadb.core.store.Findings;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Compares the tables of {@code access} with the commits that they are about. Reads only. */
public final class AccessRecount {
  private static final int KNOWN_MAX = 16_384;

  private final Store store;
  private final Findings findings;
  private long entries;

  public AccessRecount(Store store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  /** Whether the store is one of a database with roles. */
  public boolean isPresent() {
    return store.get(Table.META, Utf8.encode("policy")) != null;
  }

  /** Entries of the authority history, each of which holds a commit. */
  public long entries() {
    return entries;
  }

  /**
   * Reads all tables.
   *
   * @param stored finds a stored commit; {@code null} where there is none that can be read
   */
  public void count(CommitCodec codec, Function<CommitKey, VerifiedCommit> stored) {
    findings.scan(
        store,
        Table.AUTHORITY,
        (key, value) -> {
          entries++;
          Grant.decode(value);
          if (store.get(Table.LIVE, commit(key)) == null) {
            findings.add(Table.AUTHORITY, key, "its commit is not live");
          }
        });
    findings.scan(
        store,
        Table.AUTHORED,
        (key, value) -> {
          if (value.length != 1 || store.get(Table.COMMIT, commit(key)) == null) {
            findings.add(Table.AUTHORED, key, "its commit is not stored");
          }
        });
    // A commit of many nodes is met as many times.
    Map<CommitKey, Boolean> known = new LruCache<>(KNOWN_MAX);
    findings.scan(
        store,
        Table.NODE_COMMIT,
        (key, value) -> {
          CommitKey commit =
              new CommitKey(Arrays.copyOfRange(key, key.length - CommitKey.LENGTH, key.length));
          if (!known.computeIfAbsent(commit, wanted -> counts(stored.apply(wanted)))) {
            findings.add(Table.NODE_COMMIT, key, "there is no such commit that counts");
          }
        });
    findings.scan(store, Table.QUARANTINE, (key, value) -> Quarantine.decode(codec, value));
  }

  private static byte[] commit(byte[] key) {
    return new CommitKey(Arrays.copyOfRange(key, Commit.AUTHOR_LENGTH, key.length)).bytes();
  }

  /** Whether the store says that the commit counts. */
  public boolean counts(VerifiedCommit commit) {
    byte[] record = commit == null ? null : record(commit);
    return record != null && record.length == 1 && record[0] == 1;
  }

  private byte[] record(VerifiedCommit commit) {
    byte[] author = commit.commit().author();
    return author == null
        ? null
        : store.get(Table.AUTHORED, AuthorityHistory.key(new Address(author), commit.key()));
  }

  /** Checks what is recorded of a stored commit; returns how many entries hold it. */
  public int check(VerifiedCommit commit) {
    byte[] key = commit.key().bytes();
    if (record(commit) == null) {
      findings.add(Table.COMMIT, key, "it is not found by its author");
      return 0;
    }
    Set<Address> accounts = new LinkedHashSet<>();
    for (Mutation mutation : commit.commit().mutations()) {
      boolean grants = mutation instanceof Mutation.Set || mutation instanceof Mutation.Remove;
      Address account = grants ? UserNode.account(mutation.node()) : null;
      if (account != null) {
        accounts.add(account);
      }
      requireFoundByNode(commit, mutation.node());
    }
    int held = 0;
    for (Address account : accounts) {
      held +=
          store.get(Table.AUTHORITY, AuthorityHistory.key(account, commit.key())) == null ? 0 : 1;
    }
    return held;
  }

  private void requireFoundByNode(VerifiedCommit commit, String node) {
    if (counts(commit)
        && store.get(Table.NODE_COMMIT, HeldCommits.key(node, commit.key())) == null) {
      findings.add(Table.COMMIT, commit.key().bytes(), "it is not found by the node " + node);
    }
  }
}
