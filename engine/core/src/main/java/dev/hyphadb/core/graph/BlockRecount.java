package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.Findings;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;

/**
 * Adds the live commits up again, block by block, and compares with what the blocks say ({@link
 * LiveBlocks}). Damage becomes a finding. Belongs to one thread; the store must not change
 * meanwhile.
 */
public final class BlockRecount {
  private final Store store;
  private final Findings findings;

  /** Where the block before starts; {@code null} before the first and after a damaged one. */
  private LiveBlock before;

  private boolean isFirst = true;

  public BlockRecount(Store store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  /** Reads every block, and every live commit but those of the last one, which is open. */
  public void check() {
    findings.scan(store, Table.FINGERPRINT, this::check);
  }

  private void check(byte[] key, byte[] value) {
    LiveBlock complete = isFirst ? new LiveBlock(LiveBlock.FIRST_START) : before;
    isFirst = false;
    before = null;
    CommitKey start = new CommitKey(key);
    if (complete != null) {
      compare(complete, start);
    }
    before = LiveBlock.decode(start, value);
  }

  private void compare(LiveBlock recorded, CommitKey end) {
    LiveBlock counted = new LiveBlock(recorded.start());
    byte[] from = recorded.start().bytes();
    try (Store.Cursor live = store.scan(Table.LIVE, from, end.bytes())) {
      while (live.next()) {
        CommitKey key = new CommitKey(live.key());
        counted.add(LiveCommits.idOf(key, live.value()));
      }
    }
    if (counted.count() != recorded.count()) {
      findings.add(
          Table.FINGERPRINT,
          from,
          "it says "
              + recorded.count()
              + " live commits; there are "
              + counted.count()
              + " up to the next block");
    } else if (!counted.sum().equals(recorded.sum())) {
      findings.add(Table.FINGERPRINT, from, "its sum is not that of the live commits it covers");
    }
  }
}
