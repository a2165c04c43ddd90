package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.PendingTable;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The stored commits by author, and those that count by the nodes that they are about: what it
 * takes to undo one.
 */
final class HeldCommits {
  private static final byte[] COUNTS = {1};
  private static final byte[] COUNTS_NOT = {0};

  /** It sets or removes the node. */
  private static final int ABOUT_NODE = 1;

  /** It links or unlinks the node and another. */
  private static final int ABOUT_EDGE = 2;

  private final PendingTable authored;
  private final PendingTable byNode;
  private final Function<CommitKey, VerifiedCommit> commits;

  /**
   * @param commits finds a stored commit
   */
  HeldCommits(Store store, Function<CommitKey, VerifiedCommit> commits) {
    this.authored = new PendingTable(store, Table.AUTHORED);
    this.byNode = new PendingTable(store, Table.NODE_COMMIT);
    this.commits = commits;
  }

  boolean holds(Address author, CommitKey key) {
    return authored.get(AuthorityHistory.key(author, key)) != null;
  }

  boolean counts(Address author, CommitKey key) {
    byte[] record = authored.get(AuthorityHistory.key(author, key));
    return record != null && record[0] == COUNTS[0];
  }

  /** The commit is stored, and counts. */
  void add(Address author, VerifiedCommit commit) {
    authored.put(AuthorityHistory.key(author, commit.key()), COUNTS);
    nodes(commit).forEach((node, kind) -> byNode.put(key(node, commit.key()), new byte[] {kind}));
  }

  /** The commit is stored, but counts no longer. */
  void retract(Address author, VerifiedCommit commit) {
    authored.put(AuthorityHistory.key(author, commit.key()), COUNTS_NOT);
    removeFromNodes(commit);
  }

  /** The commit is not stored any more. */
  void forget(Address author, VerifiedCommit commit) {
    authored.delete(AuthorityHistory.key(author, commit.key()));
    removeFromNodes(commit);
  }

  private void removeFromNodes(VerifiedCommit commit) {
    nodes(commit).keySet().forEach(node -> byNode.delete(key(node, commit.key())));
  }

  private static Map<String, Byte> nodes(VerifiedCommit commit) {
    Map<String, Byte> nodes = new LinkedHashMap<>();
    for (Mutation mutation : commit.commit().mutations()) {
      switch (mutation) {
        case Mutation.Set set -> about(nodes, set.node(), ABOUT_NODE);
        case Mutation.Remove remove -> about(nodes, remove.node(), ABOUT_NODE);
        case Mutation.Link link -> {
          about(nodes, link.node(), ABOUT_EDGE);
          about(nodes, link.to(), ABOUT_EDGE);
        }
        case Mutation.Unlink unlink -> {
          about(nodes, unlink.node(), ABOUT_EDGE);
          about(nodes, unlink.to(), ABOUT_EDGE);
        }
      }
    }
    return nodes;
  }

  private static void about(Map<String, Byte> nodes, String node, int kind) {
    Byte before = nodes.get(node);
    nodes.put(node, (byte) (kind | (before == null ? 0 : before)));
  }

  static byte[] key(String node, CommitKey commit) {
    return Keys.pair(Utf8.encode(node), commit.bytes());
  }

  /** Commits that count and set or remove the node, in the order of their keys. */
  List<VerifiedCommit> aboutNode(String node) {
    return about(node, ABOUT_NODE);
  }

  /** Commits that count and link or unlink the node, in the order of their keys. */
  List<VerifiedCommit> aboutEdges(String node) {
    return about(node, ABOUT_EDGE);
  }

  private List<VerifiedCommit> about(String node, int kind) {
    byte[] id = Utf8.encode(node);
    byte[] prefix = Keys.pairPrefix(id);
    List<VerifiedCommit> found = new ArrayList<>();
    byNode.forEach(
        prefix,
        Keys.afterPrefix(prefix),
        (key, record) -> {
          if ((record[0] & kind) != 0) {
            found.add(commits.apply(new CommitKey(Keys.secondOfPair(key, id.length))));
          }
          return true;
        });
    return found;
  }

  /** The first stored commit of an author after a key; {@code null} when there is none. */
  CommitKey firstAfter(Address author, CommitKey key) {
    return firstAfter(authored, author, key);
  }

  /**
   * The first entry of a table by author and commit.
   *
   * @param key {@code null} for the author's first of all
   */
  static CommitKey firstAfter(PendingTable table, Address author, CommitKey key) {
    byte[] from =
        key == null
            ? author.bytes()
            : Arrays.copyOf(
                AuthorityHistory.key(author, key), 1 + author.bytes().length + CommitKey.LENGTH);
    CommitKey[] first = new CommitKey[1];
    table.forEach(
        from,
        Keys.afterPrefix(author.bytes()),
        (found, record) -> {
          first[0] = new CommitKey(Arrays.copyOfRange(found, author.bytes().length, found.length));
          return false;
        });
    return first[0];
  }

  /** Everybody of whom a commit is stored. */
  List<Address> authors() {
    List<Address> authors = new ArrayList<>();
    byte[] from = {};
    while (from != null) {
      byte[] next = from;
      byte[][] found = new byte[1][];
      authored.forEach(
          next,
          null,
          (key, record) -> {
            found[0] = Arrays.copyOf(key, Commit.AUTHOR_LENGTH);
            return false;
          });
      if (found[0] != null) {
        authors.add(new Address(found[0]));
      }
      from = found[0] == null ? null : Keys.afterPrefix(found[0]);
    }
    return authors;
  }

  /** The stored commits of an author that count. */
  List<VerifiedCommit> authoredBy(Address author) {
    List<VerifiedCommit> found = new ArrayList<>();
    authored.forEach(
        author.bytes(),
        Keys.afterPrefix(author.bytes()),
        (key, record) -> {
          byte[] commit = Arrays.copyOfRange(key, author.bytes().length, key.length);
          if (record[0] == COUNTS[0]) {
            found.add(commits.apply(new CommitKey(commit)));
          }
          return true;
        });
    return found;
  }

  void flush(WriteBatch batch) {
    authored.flush(batch);
    byNode.flush(batch);
  }
}
