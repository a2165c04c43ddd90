package dev.hyphadb.fuzz.cli;

import dev.hyphadb.fuzz.Campaign;
import dev.hyphadb.fuzz.Corpus;
import dev.hyphadb.fuzz.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code fuzz [--target NAME] [--minutes M] [--input FILE] [--keep]}: one target after the other,
 * or one of them. Ends with 1 when something was found, 2 when the options make no sense.
 */
public final class Main {
  private static final long SHOWN_NANOS = 5_000_000_000L;

  private Main() {}

  /**
   * @param target {@code null} for all
   * @param input to be tried once, in place of a search; {@code null} to search
   * @param keeps whether what is found worth keeping goes to the corpus
   */
  private record Arguments(
      String target, double minutes, Path input, boolean keeps, Path data, Path corpus) {
    static Arguments parse(String[] args) {
      String target = null;
      double minutes = 1;
      Path input = null;
      boolean keeps = false;
      Path data = Path.of(".hypha", "fuzz");
      Path corpus = Path.of("engine", "fuzz", "corpus");
      for (int i = 0; i < args.length; i++) {
        String value = i + 1 < args.length ? args[i + 1] : "";
        switch (args[i]) {
          case "--target" -> target = value;
          case "--minutes" -> minutes = Double.parseDouble(value);
          case "--input" -> input = Path.of(value);
          case "--data" -> data = Path.of(value);
          case "--corpus" -> corpus = Path.of(value);
          case "--keep" -> {
            keeps = true;
            i--;
          }
          default -> throw new IllegalArgumentException("unknown option " + args[i]);
        }
        i++;
      }
      if (target != null) {
        Targets.named(target);
      }
      if (input != null && target == null || minutes <= 0) {
        throw new IllegalArgumentException("--input goes with --target; --minutes is more than 0");
      }
      if (input != null && !Files.isReadable(input)) {
        throw new IllegalArgumentException("there is no file " + input + " to read");
      }
      return new Arguments(target, minutes, input, keeps, data, corpus);
    }

    List<String> targets() {
      return target == null ? List.copyOf(Targets.names()) : List.of(target);
    }

    Duration time() {
      return Duration.ofMillis((long) (minutes * 60_000));
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(
          "fuzz [--target NAME] [--minutes M] [--input FILE] [--keep]: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(arguments.input() == null ? search(arguments) : again(arguments));
  }

  /** An input that was found, without Jazzer around it. */
  private static int again(Arguments arguments) throws IOException {
    try {
      Targets.named(arguments.target()).run(Files.readAllBytes(arguments.input()));
    } catch (RuntimeException | Error e) {
      e.printStackTrace(System.out);
      return 1;
    }
    System.out.println(arguments.target() + " keeps its promises with this input");
    return 0;
  }

  private static int search(Arguments arguments) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    for (String target : arguments.targets()) {
      List<byte[]> kept = Corpus.read(Corpus.file(arguments.corpus(), target));
      Campaign campaign = new Campaign(target, arguments.data());
      AtomicLong shownNanos = new AtomicLong(System.nanoTime());
      Campaign.Outcome outcome =
          campaign.run(
              kept,
              arguments.time(),
              progress -> {
                if (System.nanoTime() - shownNanos.get() > SHOWN_NANOS) {
                  shownNanos.set(System.nanoTime());
                  System.err.println(describe(target, progress));
                }
              });
      System.out.println(
          describe(target, outcome.progress()) + (outcome.isGood() ? "" : ", BROKEN"));
      if (!outcome.isGood()) {
        System.out.println(outcome.explanation().indent(2) + "again: " + command(outcome));
        found.add(target);
      } else if (arguments.keeps()) {
        List<byte[]> fewest = campaign.minimised(kept);
        Corpus.write(Corpus.file(arguments.corpus(), target), fewest);
        System.out.println("  kept " + fewest.size() + " inputs");
      }
    }
    return found.isEmpty() ? 0 : 1;
  }

  private static String describe(String target, Campaign.Progress progress) {
    return "%-20s %,d inputs tried, %,d features, %,d inputs worth keeping"
        .formatted(target, progress.inputsTried(), progress.features(), progress.inputsKept());
  }

  private static String command(Campaign.Outcome outcome) {
    return "./hypha fuzz --target "
        + outcome.target()
        + (outcome.input() == null ? "" : " --input " + outcome.input());
  }
}
