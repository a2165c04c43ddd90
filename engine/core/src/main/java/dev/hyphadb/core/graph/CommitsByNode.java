package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.VerifiedCommit;
import java.util.List;

/** The stored commits that count, by what they are about; each list in the order of their keys. */
public interface CommitsByNode {
  /** Those that set or remove the node. */
  List<VerifiedCommit> aboutNode(String id);

  /** Those that link the node to another, or another to it, or unlink them. */
  List<VerifiedCommit> aboutEdges(String id);
}
