package dev.hyphadb.jvm.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.sync.PeerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sender of pictures says; that pages show them is seen with real pages. */
@Timeout(60)
final class VideoSenderIT {
  private static final WebRtcOptions LOOPBACK = new WebRtcOptions(List.of(), "127.0.0.1");
  private static final int PEERS = 20;

  private record Said(PeerId peer, Map<String, Object> message) {}

  private static PeerId peer(int number) {
    return new PeerId("%064x".formatted(number));
  }

  @Test
  void candidatesFollowTheDescriptionThatTheyBelongTo() throws InterruptedException {
    BlockingQueue<Said> queue = new LinkedBlockingQueue<>();
    Map<PeerId, String> described = new HashMap<>();
    Map<PeerId, String> reachable = new HashMap<>();
    try (VideoSender sender =
        new VideoSender(
            LOOPBACK,
            peer(0),
            Map.of("name", "camera"),
            (peer, message) -> queue.add(new Said(peer, message)))) {
      for (int i = 1; i <= PEERS; i++) {
        sender.joined(peer(i));
      }
      while (reachable.size() < PEERS) {
        Said said = queue.poll(10, TimeUnit.SECONDS);
        assertNotNull(said, "no candidate of " + (PEERS - reachable.size()) + " connections");
        if (said.message().get("sdp") instanceof String sdp) {
          assertEquals(Set.of("type", "sdp", "metas"), said.message().keySet());
          assertEquals("offer", said.message().get("type"));
          assertEquals(Map.of("0", Map.of("name", "camera")), said.message().get("metas"));
          described.put(said.peer(), sdp);
        } else {
          assertEquals(Set.of("candidate", "mid", "line"), said.message().keySet());
          assertEquals("0", said.message().get("mid"));
          assertEquals(0, said.message().get("line"));
          String candidate = (String) said.message().get("candidate");
          assertTrue(described.containsKey(said.peer()), "before its description: " + candidate);
          reachable.put(said.peer(), candidate);
        }
      }
    }
  }
}
