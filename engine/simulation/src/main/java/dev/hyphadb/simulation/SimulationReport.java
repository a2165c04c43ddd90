package dev.hyphadb.simulation;

import java.util.List;

/**
 * How a run went.
 *
 * @param events how many were asked for
 * @param options what the seed chose
 * @param figures counts for people to read
 * @param digest of everything that happened, in hex: equal for equal seed and events
 * @param failure {@code null} when every promise was kept
 * @param lastEvents the end of the trace
 */
public record SimulationReport(
    long seed,
    long events,
    String options,
    String figures,
    long virtualMillis,
    int peers,
    long commits,
    long frames,
    String digest,
    Failure failure,
    List<String> lastEvents) {
  /**
   * @param invariant the promise that was broken
   * @param cause what the engine threw; {@code null} when it threw nothing
   */
  public record Failure(String invariant, String detail, Throwable cause) {}

  public boolean isGood() {
    return failure == null;
  }

  /** The one command that does it all again. */
  public String command() {
    return "./hypha sim --seed " + seed + " --events " + events;
  }
}
