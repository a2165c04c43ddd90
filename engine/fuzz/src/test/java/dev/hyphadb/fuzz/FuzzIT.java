package dev.hyphadb.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The search itself, as long as {@code ./hypha test} says for each target, two of them at once. */
@Tag("security")
class FuzzIT {
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("hypha.fuzz.seconds", 5));

  /** Where a finding is left for whoever looks into it. */
  private static final Path FOLDER = Path.of("target", "fuzz");

  private static final ExecutorService SEARCHES = Executors.newFixedThreadPool(2);

  @AfterAll
  static void end() {
    SEARCHES.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> nothingIsFound() {
    record Search(String name, Future<Campaign.Outcome> outcome) {}
    List<Search> searches =
        Targets.names().stream()
            .map(name -> new Search(name, SEARCHES.submit(() -> search(name))))
            .toList();
    return searches.stream()
        .map(search ->
            DynamicTest.dynamicTest(search.name(), () -> requireGood(search.outcome().get())));
  }

  private static Campaign.Outcome search(String name) throws Exception {
    List<byte[]> kept = Corpus.read(Corpus.file(CorpusTest.FOLDER, name));
    Campaign.Outcome outcome = new Campaign(name, FOLDER).run(kept, TIME, progress -> {});
    System.out.printf(
        "fuzz: %s: %d inputs tried, %d features%n",
        name, outcome.progress().inputsTried(), outcome.progress().features());
    return outcome;
  }

  private static void requireGood(Campaign.Outcome outcome) {
    assertTrue(
        outcome.isGood(),
        () ->
            "Repeat it with ./hypha fuzz --target "
                + outcome.target()
                + (outcome.input() == null ? "" : " --input " + outcome.input().toAbsolutePath())
                + "\n"
                + outcome.explanation());
    assertTrue(outcome.progress().inputsTried() > 10, "it tried " + outcome.progress());
  }

  @Test
  void aPlantedFaultIsFoundAndCanBeRepeated(@TempDir Path folder) throws Exception {
    Campaign campaign = new Campaign(CanaryTarget.class.getName(), folder);
    Campaign.Outcome outcome = campaign.run(List.of(), Duration.ofSeconds(60), progress -> {});
    assertFalse(outcome.isGood());
    assertTrue(outcome.explanation().contains("planted"), outcome.explanation());
    byte[] input = Files.readAllBytes(outcome.input());
    assertThrows(IllegalStateException.class, () -> new CanaryTarget().run(input));
  }
}
