package dev.hyphadb.core.commit;

import java.util.Objects;

/**
 * A commit whose bytes are canonical and within the limits, whose id is their hash, and whose
 * signature, if its author signs, is the author's: the only form in which commits reach a replica's
 * state. Made by {@link CommitCodec}.
 */
public final class VerifiedCommit {
  private final Commit commit;
  private final CommitId id;
  private final CommitKey key;
  private final byte[] body;
  private final int mutationsOffset;
  private final int[] fieldSpans;
  private final byte[] signature;

  VerifiedCommit(
      Commit commit,
      CommitId id,
      byte[] body,
      int mutationsOffset,
      int[] fieldSpans,
      byte[] signature) {
    this.commit = Objects.requireNonNull(commit);
    this.id = id;
    this.key = CommitKey.of(commit.hlc(), id);
    this.body = body;
    this.mutationsOffset = mutationsOffset;
    this.fieldSpans = fieldSpans;
    this.signature = signature;
  }

  /** The same commit with its author's signature beside it. */
  public VerifiedCommit signedWith(byte[] made) {
    return new VerifiedCommit(commit, id, body, mutationsOffset, fieldSpans, made);
  }

  public Commit commit() {
    return commit;
  }

  public CommitId id() {
    return id;
  }

  public CommitKey key() {
    return key;
  }

  /** The canonical bytes; not to be changed. */
  public byte[] body() {
    return body;
  }

  /** Where in {@link #body()} the list of mutations starts; it ends with the body. */
  public int mutationsOffset() {
    return mutationsOffset;
  }

  /**
   * Where in {@link #body()} the fields start that a mutation sets, a map in its canonical form.
   *
   * @param mutation the position of a {@link Mutation.Set}
   */
  public int fieldsOffset(int mutation) {
    return fieldSpans[2 * mutation];
  }

  /** Where they end. */
  public int fieldsEnd(int mutation) {
    return fieldSpans[2 * mutation + 1];
  }

  /** The author's signature, or {@code null} in an open database. */
  public byte[] signature() {
    return signature;
  }

  @Override
  public String toString() {
    return "commit " + Hex.encode(id.bytes(), 4) + " (" + commit.mutations().size() + " mutations)";
  }
}
