package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.core.sync.SyncReport.Way;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import org.junit.jupiter.api.Test;

class SyncReportTest {
  private final TestNetwork network = new TestNetwork(11);
  private final Peer a = join();
  private final Peer b = join();
  private int writes;

  private Peer join() {
    return network.join(
        new MemoryStore(), new ReplicaOptions(400, ReplicaOptions.DEFAULTS.clockDriftMillisMax()));
  }

  private void put(Peer peer, int from, int to) {
    for (int i = from; i < to; i++) {
      peer.put("n" + i, Fields.of("age", Value.of(++writes)));
    }
  }

  private SyncReport only(Peer peer) {
    assertEquals(1, peer.reports.size(), "reports: " + peer.reports);
    return peer.reports.remove(0);
  }

  private void meet() {
    network.disconnect(a, b);
    network.connect(a, b);
    network.settle();
  }

  @Test
  void nothingMissingIsEqual() {
    network.connect(a, b);
    network.settle();
    SyncReport report = only(a);
    assertEquals(b.id, report.peer());
    assertEquals(Way.EQUAL, report.way());
    assertEquals(0, report.commitsSent() + report.commitsReceived());
    assertTrue(report.bytesSent() > 0 && report.bytesReceived() > 0);
  }

  @Test
  void saysWhatWasMovedAndHow() {
    put(a, 0, 300);
    meet();
    SyncReport stream = only(b);
    assertEquals(Way.STREAM, stream.way());
    assertEquals(300, stream.commitsReceived());
    assertEquals(Way.STREAM, only(a).way());

    network.disconnect(a, b);
    put(a, 0, 20);
    put(b, 100, 105);
    meet();
    SyncReport delta = only(b);
    assertEquals(Way.DELTA, delta.way());
    assertEquals(20, delta.commitsReceived());
    assertEquals(5, delta.commitsSent());
    assertEquals(only(a).bytesSent(), delta.bytesReceived());

    network.disconnect(a, b);
    put(a, 0, 299);
    put(a, 0, 299);
    meet();
    SyncReport ranges = only(b);
    assertEquals(Way.RANGES, ranges.way());
    assertEquals(299, ranges.commitsReceived());
  }

  @Test
  void liveTrafficIsNoNews() {
    network.connect(a, b);
    network.settle();
    only(a);
    only(b);
    put(a, 0, 10);
    network.settle();
    assertEquals(0, a.reports.size() + b.reports.size());
    assertTrue(b.replica.status().isSynced());
  }
}
