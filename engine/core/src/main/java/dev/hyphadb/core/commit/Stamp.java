package dev.hyphadb.core.commit;

/**
 * The place of one mutation in the total order of all mutations (DESIGN.md section 3): that of its
 * commit, then its position within.
 *
 * @param index position of the mutation in its commit, from 0
 */
public record Stamp(CommitKey commit, int index) implements Comparable<Stamp> {
  @Override
  public int compareTo(Stamp other) {
    int order = commit.compareTo(other.commit);
    return order != 0 ? order : Integer.compare(index, other.index);
  }

  /** Whether this stamp wins over another, which may be {@code null} for none. */
  public boolean isAfter(Stamp other) {
    return other == null || compareTo(other) > 0;
  }
}
