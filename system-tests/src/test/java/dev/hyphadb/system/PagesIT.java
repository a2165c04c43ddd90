package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hyphadb.system.LocalNetwork.Meeting;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages in Chromium and a node process, over real WebRTC, that meet through one service only. */
@Tag("browser")
@Timeout(180)
class PagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  @ParameterizedTest(name = "through {0}")
  @EnumSource(names = {"COORDINATOR", "RELAY"})
  void pagesAndANodeSynchroniseBothWays(Meeting meeting) throws Exception {
    String name = meeting.name().toLowerCase(Locale.ROOT);
    try (LocalNetwork network =
        new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/pages-" + name))) {
      boolean isCoordinator = meeting == Meeting.COORDINATOR;
      Service place = isCoordinator ? network.startSignaling() : network.startRelay();
      place.awaitReady();
      Service node = network.node("node");
      network.start(node, meeting, Map.of());
      node.awaitReady();
      NodeClient client = new NodeClient(node, "pages");
      client.put("java", Map.of("from", "the node", "n", 7));
      String rtc =
          isCoordinator
              ? "{\"signalingUrl\":\"%s\"}".formatted(place.uri("ws").resolve("/v1/signaling"))
              : "{\"relayUrls\":[\"%s\"]}".formatted(place.uri("ws"));
      Process pages = start(node, rtc);
      try (BufferedReader output =
          new BufferedReader(
              new InputStreamReader(pages.getInputStream(), StandardCharsets.UTF_8))) {
        String line = output.readLine();
        assertNotNull(line, "the pages did not get that far");
        JsonNode result = JSON.readTree(line);
        assertTrue(result.path("errors").isEmpty(), line);
        for (JsonNode page : result.path("all")) {
          assertEquals("the node", page.path("java").path("from").asText(), line);
          assertEquals(1.5, page.path("page1").path("n").asDouble(), line);
        }
        assertEquals("page 0", client.value("page0").path("from").asText());
        assertEquals("page 1", client.value("page1").path("from").asText());
      } finally {
        pages.getOutputStream().close();
        if (!pages.waitFor(20, TimeUnit.SECONDS)) {
          pages.destroyForcibly();
        }
      }
    }
  }

  private static Process start(Service node, String rtc) throws Exception {
    String url = node.uri("http").toString();
    return new ProcessBuilder(
            "node",
            "src/test/js/pages.mjs",
            url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
            "pages",
            rtc)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
