package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.ValueException;
import java.util.List;

/**
 * What a replica says in one step: mutations that take effect together or not at all.
 *
 * @param replica who made it
 * @param seq its number among the replica's commits, from 1
 * @param hlc the replica's hybrid logical clock, packed
 * @param author address of the account that signs, 20 bytes; {@code null} in an open database
 * @param prev id of the replica's commit {@code seq - 1}; {@code null} for the first
 * @param mutations at least one
 */
public record Commit(
    ReplicaId replica, long seq, long hlc, byte[] author, CommitId prev, List<Mutation> mutations) {
  public static final int AUTHOR_LENGTH = 20;

  /**
   * @throws ValueException {@code bad-sequence}, when the number and the predecessor do not fit
   */
  public Commit {
    if (seq < 1 || hlc < 0 || (seq == 1) != (prev == null)) {
      throw new ValueException(
          "bad-sequence",
          "",
          "commits are numbered from 1, and all but the first name their predecessor");
    }
    mutations = List.copyOf(mutations);
  }
}
