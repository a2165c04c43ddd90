package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.Video;
import dev.hyphadb.jvm.crypto.AccountKey;
import dev.hyphadb.jvm.crypto.EthereumAddress;
import dev.hyphadb.system.LocalNetwork.Meeting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages in Chromium and a node process, over real WebRTC, that meet through one service only. */
@Tag("browser")
@Timeout(180)
class PagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT_KEY = "0".repeat(63) + "2";
  private static final String NODE_KEY = "0".repeat(63) + "1";

  @TempDir Path data;

  @ParameterizedTest(name = "through {0}")
  @EnumSource(names = {"COORDINATOR", "RELAY"})
  void pagesAndANodeSynchroniseBothWays(Meeting meeting) throws Exception {
    String name = meeting.name().toLowerCase(Locale.ROOT);
    try (LocalNetwork network =
        new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/pages-" + name))) {
      Service place =
          meeting == Meeting.COORDINATOR ? network.startSignaling() : network.startRelay();
      place.awaitReady();
      Service node = network.node("node");
      network.start(node, meeting, Map.of());
      node.awaitReady();
      NodeClient client = new NodeClient(node, "pages");
      client.put("java", Map.of("from", "the node", "n", 7));
      try (Pages pages = new Pages("pages.mjs", node, rtc(meeting, place))) {
        JsonNode result = pages.next();
        assertTrue(result.path("errors").isEmpty(), result.toString());
        for (JsonNode page : result.path("all")) {
          assertEquals("the node", page.path("java").path("from").asText(), result.toString());
          assertEquals(1.5, page.path("page1").path("n").asDouble(), result.toString());
        }
        assertEquals("page 0", client.value("page0").path("from").asText());
        assertEquals("page 1", client.value("page1").path("from").asText());
      }
    }
  }

  @Test
  void pagesAndANodeShareASignedDatabase() throws Exception {
    AccountKey root = AccountKey.parse(ROOT_KEY);
    AccountKey own = AccountKey.parse(NODE_KEY);
    String rootAddress = EthereumAddress.toText(root.address());
    String nodeAddress = EthereumAddress.toText(own.address());
    try (LocalNetwork network =
        new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/pages-signed"))) {
      Service place = network.startSignaling();
      place.awaitReady();
      Service node = network.node("node");
      network.start(
          node,
          Meeting.COORDINATOR,
          Map.of("HYPHA_NODE_SUPER_ADMINS", rootAddress, "HYPHA_NODE_ACCOUNT_KEY", NODE_KEY));
      node.awaitReady();
      NodeClient client = new NodeClient(node, "pages");
      IOException denied =
          assertThrows(IOException.class, () -> client.put("java", Map.of("by", "the node")));
      assertTrue(denied.getMessage().contains("not-permitted"), denied.getMessage());
      String sm =
          "{\"superAdmins\":[\"%s\"],\"privateKey\":\"%s\"}".formatted(rootAddress, ROOT_KEY);
      String rtc = rtc(Meeting.COORDINATOR, place);
      try (Pages pages = new Pages("signed-pages.mjs", node, rtc, sm, nodeAddress)) {
        assertEquals("no-identity", pages.next().path("refused").asText());
        assertEquals("the page", client.value("page").path("by").asText());
        client.put("java", Map.of("by", "the node"));
        JsonNode result = pages.next();
        assertTrue(result.path("errors").isEmpty(), result.toString());
        for (JsonNode page : result.path("all")) {
          assertEquals("the node", page.path("java").path("by").asText(), result.toString());
          assertEquals("the page", page.path("page").path("by").asText(), result.toString());
        }
        assertEquals(Map.of(), client.status().rejections());
      }
    }
  }

  @Test
  void aPageSeesThePicturesOfAJavaPeer() throws Exception {
    try (LocalNetwork network =
        new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/pages-video"))) {
      Service place = network.startSignaling();
      place.awaitReady();
      Service node = network.node("node");
      network.start(node, Meeting.NOWHERE, Map.of());
      node.awaitReady();
      URI signaling = place.uri("ws").resolve("/v1/signaling");
      Options options = Options.rtc().inMemory().withSignalingUrl(signaling);
      try (Hypha db = Hypha.open("pages", options.withAdvertisedAddress("127.0.0.1"));
          Video video = db.room().sendVideo(Map.of("name", "java"));
          Camera camera = new Camera(video);
          Pages pages = new Pages("video-page.mjs", node, rtc(Meeting.COORDINATOR, place))) {
        JsonNode seen = pages.next();
        assertTrue(seen.path("errors").isEmpty(), seen.toString());
        assertEquals("java", seen.path("meta").path("name").asText(), seen.toString());
        assertEquals(Camera.WIDTH, seen.path("width").asInt(), seen.toString());
        assertEquals(Camera.HEIGHT, seen.path("height").asInt(), seen.toString());
        assertTrue(seen.path("shades").asInt() >= 5, seen.toString());
        assertThrows(IllegalStateException.class, () -> db.room().sendVideo(Map.of()));
        assertThrows(IllegalArgumentException.class, () -> video.push(64, 48, new byte[64 * 48]));
        assertTrue(camera.isRunning());
      }
    }
  }

  /** Pictures of one shade after the other. */
  private static final class Camera implements AutoCloseable {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> shooting;
    private int shade;

    Camera(Video video) {
      shooting = thread.scheduleAtFixedRate(() -> shoot(video), 0, 40, TimeUnit.MILLISECONDS);
    }

    private void shoot(Video video) {
      byte[] picture = new byte[WIDTH * HEIGHT * 3 / 2];
      Arrays.fill(picture, (byte) 128);
      Arrays.fill(picture, 0, WIDTH * HEIGHT, (byte) (shade += 5));
      video.push(WIDTH, HEIGHT, picture);
    }

    /** Whether no picture has failed. */
    boolean isRunning() {
      return !shooting.isDone();
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }

  /** The option {@code rtc} of a page that meets others there. */
  private static String rtc(Meeting meeting, Service place) {
    return meeting == Meeting.COORDINATOR
        ? "{\"signalingUrl\":\"%s\"}".formatted(place.uri("ws").resolve("/v1/signaling"))
        : "{\"relayUrls\":[\"%s\"]}".formatted(place.uri("ws"));
  }

  /** A script that opens pages which a node serves, and says a line of JSON after each step. */
  private static final class Pages implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    Pages(String script, Service node, String... arguments) throws IOException {
      String url = node.uri("http").toString();
      List<String> command = new ArrayList<>(List.of("node", "src/test/js/" + script));
      command.add(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      command.add("pages");
      command.addAll(List.of(arguments));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    JsonNode next() throws IOException {
      String line = output.readLine();
      assertNotNull(line, "the pages did not get that far");
      return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException, InterruptedException {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      output.close();
    }
  }
}
