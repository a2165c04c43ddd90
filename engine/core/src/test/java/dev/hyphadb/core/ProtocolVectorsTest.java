package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hyphadb.core.channel.ChannelVectorDefinitions;
import dev.hyphadb.core.channel.ChannelVectors;
import dev.hyphadb.core.commit.CommitVectorDefinitions;
import dev.hyphadb.core.commit.CommitVectors;
import dev.hyphadb.core.graph.MergeVectorDefinitions;
import dev.hyphadb.core.graph.MergeVectors;
import dev.hyphadb.core.index.IndexVectorDefinitions;
import dev.hyphadb.core.index.IndexVectors;
import dev.hyphadb.core.nlq.PromptVectorDefinitions;
import dev.hyphadb.core.nlq.PromptVectors;
import dev.hyphadb.core.query.regex.RegexVectorDefinitions;
import dev.hyphadb.core.query.regex.RegexVectors;
import dev.hyphadb.core.signal.SignalVectorDefinitions;
import dev.hyphadb.core.signal.SignalVectors;
import dev.hyphadb.core.sync.MessageVectorDefinitions;
import dev.hyphadb.core.sync.MessageVectors;
import dev.hyphadb.core.sync.range.RangeVectorDefinitions;
import dev.hyphadb.core.sync.range.RangeVectors;
import dev.hyphadb.core.value.ValueVectorDefinitions;
import dev.hyphadb.core.value.ValueVectors;
import dev.hyphadb.core.value.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Holds the engine to the files in docs/protocol/vectors. After a deliberate change of the protocol
 * they are written anew with {@code -Dhypha.vectors.write=true}, and the difference is reviewed
 * like code.
 */
class ProtocolVectorsTest {
  private static final Path FOLDER = Path.of("../../docs/protocol/vectors");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Test
  void values() throws IOException {
    holds(
        "values",
        () -> ValueVectorDefinitions.define(TestNetwork.SHA_256),
        file -> ValueVectors.check(file, TestNetwork.SHA_256));
  }

  @Test
  void commits() throws IOException {
    holds(
        "commits",
        () -> CommitVectorDefinitions.define(TestNetwork.SHA_256),
        file -> CommitVectors.check(file, TestNetwork.SHA_256));
  }

  @Test
  void messages() throws IOException {
    holds(
        "messages",
        () -> MessageVectorDefinitions.define(TestNetwork.SHA_256),
        file -> MessageVectors.check(file, TestNetwork.SHA_256));
  }

  @Test
  void ranges() throws IOException {
    holds(
        "ranges",
        () -> RangeVectorDefinitions.define(TestNetwork.SHA_256),
        file -> RangeVectors.check(file, TestNetwork.SHA_256));
  }

  @Test
  void stateHash() throws IOException {
    holds("state-hash", MergeVectorDefinitions::defineStateHash, MergeVectors::checkStateHash);
  }

  @Test
  void merge() throws IOException {
    holds(
        "merge",
        () -> MergeVectorDefinitions.defineMerge(TestNetwork.SHA_256),
        file -> MergeVectors.checkMerge(file, TestNetwork.SHA_256));
  }

  @Test
  void regex() throws IOException {
    holds("regex", RegexVectorDefinitions::define, RegexVectors::check);
  }

  @Test
  void prompts() throws IOException {
    holds("prompts", PromptVectorDefinitions::define, PromptVectors::check);
  }

  @Test
  void authority() throws IOException {
    holds(
        "authority",
        () -> AuthorityVectorDefinitions.define(TestNetwork.SHA_256),
        file -> AuthorityVectors.check(file, TestNetwork.SHA_256));
  }

  @Test
  void channels() throws IOException {
    holds("channels", ChannelVectorDefinitions::define, ChannelVectors::check);
  }

  @Test
  void signals() throws IOException {
    holds("signals", SignalVectorDefinitions::define, SignalVectors::check);
  }

  @Test
  void refusals() throws IOException {
    holds("refusals", RefusalVectorDefinitions::define, RefusalVectors::check);
  }

  @Test
  void indexes() throws IOException {
    holds("indexes", IndexVectorDefinitions::define, IndexVectors::check);
  }

  @Test
  void mergeRun() throws IOException {
    int seed = 20_261_122;
    int operations = 2000;
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("seed", seed);
    run.put("operations", operations);
    run.put("result", MergeRun.run(seed, operations, TestNetwork.SHA_256));
    holds("merge-run", () -> run, file -> MergeRun.check(file, TestNetwork.SHA_256));
  }

  @Test
  void aChangedVectorFails() throws IOException {
    Map<String, Object> file = read("values");
    Vectors.section(file, "valid").get(3).put("hex", "01");
    assertEquals(1, ValueVectors.check(file, TestNetwork.SHA_256).size());
  }

  private static void holds(
      String name,
      Supplier<Map<String, Object>> definitions,
      Function<Map<String, Object>, List<String>> check)
      throws IOException {
    String defined = print(definitions.get());
    Path path = FOLDER.resolve(name + ".json");
    if (Boolean.getBoolean("hypha.vectors.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, defined);
    }
    assertEquals(List.of(), check.apply(read(name)));
    assertEquals(defined, Files.readString(path), name + ".json is not what its definitions say");
    assertFalse(defined.contains("\r"));
  }

  private static Map<String, Object> read(String name) throws IOException {
    return JSON.readValue(
        Files.readString(FOLDER.resolve(name + ".json")), new TypeReference<>() {});
  }

  /** One vector a line: readable, and differences show what changed. */
  private static String print(Map<String, Object> file) throws IOException {
    List<String> sections = new ArrayList<>();
    for (Map.Entry<String, Object> section : file.entrySet()) {
      StringBuilder text = new StringBuilder();
      text.append("  ").append(JSON.writeValueAsString(section.getKey())).append(": ");
      if (section.getValue() instanceof List<?> vectors) {
        List<String> lines = new ArrayList<>();
        for (Object vector : vectors) {
          lines.add("    " + JSON.writeValueAsString(vector));
        }
        text.append("[\n").append(String.join(",\n", lines)).append("\n  ]");
      } else {
        text.append(JSON.writeValueAsString(section.getValue()));
      }
      sections.add(text.toString());
    }
    return "{\n" + String.join(",\n", sections) + "\n}\n";
  }
}
