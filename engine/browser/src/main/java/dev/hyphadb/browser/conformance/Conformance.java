package dev.hyphadb.browser.conformance;

import dev.hyphadb.browser.JsSha256;
import dev.hyphadb.core.AuthorityVectors;
import dev.hyphadb.core.MergeRun;
import dev.hyphadb.core.RefusalVectors;
import dev.hyphadb.core.channel.ChannelVectors;
import dev.hyphadb.core.commit.CommitVectors;
import dev.hyphadb.core.graph.MergeVectors;
import dev.hyphadb.core.index.IndexVectors;
import dev.hyphadb.core.nlq.PromptVectors;
import dev.hyphadb.core.query.regex.RegexVectors;
import dev.hyphadb.core.signal.SignalVectors;
import dev.hyphadb.core.sync.MessageVectors;
import dev.hyphadb.core.sync.range.RangeVectors;
import dev.hyphadb.core.value.ValueVectors;
import dev.hyphadb.simulation.Simulation;
import dev.hyphadb.simulation.SimulationReport;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** What the conformance module exports. */
public final class Conformance {
  private Conformance() {}

  /**
   * Checks a vector file.
   *
   * @param name of the file, without its ending
   * @param json its parsed content
   * @param hash SHA-256 of a {@code Uint8Array}
   * @return what does not fit, one line each
   */
  @JSExport
  public static String[] check(String name, JSObject json, JsSha256.Function hash) {
    Map<String, Object> file = JsonTree.object(json);
    JsSha256 sha256 = new JsSha256(hash);
    List<String> failures =
        switch (name) {
          case "values" -> ValueVectors.check(file, sha256);
          case "commits" -> CommitVectors.check(file, sha256);
          case "messages" -> MessageVectors.check(file, sha256);
          case "ranges" -> RangeVectors.check(file, sha256);
          case "state-hash" -> MergeVectors.checkStateHash(file);
          case "merge" -> MergeVectors.checkMerge(file, sha256);
          case "regex" -> RegexVectors.check(file);
          case "prompts" -> PromptVectors.check(file);
          case "authority" -> AuthorityVectors.check(file, sha256);
          case "channels" -> ChannelVectors.check(file);
          case "signals" -> SignalVectors.check(file);
          case "refusals" -> RefusalVectors.check(file);
          case "indexes" -> IndexVectors.check(file);
          case "merge-run" -> MergeRun.check(file, sha256);
          default -> List.of("no check for " + name);
        };
    return failures.toArray(new String[0]);
  }

  /**
   * Runs the engine's simulation, as {@code ./hypha sim} does.
   *
   * @param seed a decimal number
   * @return the digest of its trace, its figures, and the promise that was broken, if any
   */
  @JSExport
  public static String[] simulate(String seed, int events, JsSha256.Function hash) {
    SimulationReport report =
        new Simulation(Long.parseLong(seed), events, new JsSha256(hash)).run();
    String broken = report.isGood() ? "" : report.failure().detail();
    return new String[] {report.digest(), report.figures(), broken};
  }

  /** The frames of a message, in hex as the message is. */
  @JSExport
  public static String[] toFrames(String messageHex) {
    return MessageVectors.toFrames(messageHex);
  }

  /** What somebody deflated, in hex both; {@code oversized} or {@code malformed} otherwise. */
  @JSExport
  public static String inflate(String payloadHex) {
    return MessageVectors.inflate(payloadHex);
  }
}
