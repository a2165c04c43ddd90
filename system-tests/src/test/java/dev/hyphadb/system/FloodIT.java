package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.system.LocalNetwork.Meeting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer pours commits into a node that has quotas, over real WebRTC. */
@Tag("security")
@Timeout(180)
class FloodIT {
  private static final String DATABASE = "flooded";
  private static final int QUOTA = 500;
  private static final int FLOOD = 20_000;
  private static final int OTHERS_WRITES = 100;
  private static final long OTHERS_MILLIS_MAX = 2_000;
  private static final Map<String, String> SETTINGS =
      Map.of("HYPHA_NODE_QUOTA_SENDER_COMMITS_PER_HOUR", Integer.toString(QUOTA));

  @TempDir static Path data;

  @Test
  void othersAreServedAndTheFloodIsRefused() throws Exception {
    try (LocalNetwork network =
        new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/flood"))) {
      Service coordinator = network.startSignaling();
      Service node = network.node("a");
      coordinator.awaitReady();
      network.start(node, Meeting.COORDINATOR, SETTINGS);
      node.awaitReady();
      NodeClient client = new NodeClient(node, DATABASE);
      client.put("first", Map.of("n", 1));
      Options options =
          Options.rtc()
              .inMemory()
              .withSignalingUrl(coordinator.uri("ws").resolve("/v1/signaling"))
              .withAdvertisedAddress("127.0.0.1");
      try (Hypha flooder = Hypha.open(DATABASE, options)) {
        Waiting.untilTrue(
            Convergence.LIMIT, () -> flooder.get("first").isPresent(), () -> "never connected");
        CompletableFuture<Void> flood =
            CompletableFuture.runAsync(() -> {
              for (int i = 0; i < FLOOD; i++) {
                flooder.submit(
                    List.of(new Operation.Put("f" + i, Fields.of("n", Value.of((long) i)))));
              }
            });
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < OTHERS_WRITES; i++) {
          long start = System.nanoTime();
          client.put("o" + i, Map.of("n", i));
          millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        flood.get(60, TimeUnit.SECONDS);
        flooder.synced(Duration.ofSeconds(60)).get(60, TimeUnit.SECONDS);
        Collections.sort(millis);
        System.out.println(
            "writes of others while flooded: median "
                + millis.get(OTHERS_WRITES / 2)
                + " ms, longest "
                + millis.get(OTHERS_WRITES - 1)
                + " ms");
        assertTrue(millis.get(OTHERS_WRITES - 1) < OTHERS_MILLIS_MAX, "took " + millis);
        assertEquals(OTHERS_WRITES + 1 + QUOTA, client.status().nodes());
        assertTrue(flooder.get("o" + (OTHERS_WRITES - 1)).isPresent());
        Waiting.untilTrue(
            Duration.ofSeconds(30),
            () -> node.metric("hypha_node_peer_refused_total", "quota-sender") == FLOOD - QUOTA,
            () -> "the refusals are not counted");
      }
    }
  }
}
