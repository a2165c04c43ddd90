package dev.hyphadb.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that was worth keeping, and those that once broke something, are tried again. */
class CorpusTest {
  static final Path FOLDER = Path.of("corpus");

  @TestFactory
  Stream<DynamicTest> keepsItsPromises() {
    return Targets.names().stream().map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
  }

  private static void run(String name) {
    Target target = Targets.named(name);
    List<byte[]> seeds = target.seeds();
    assertTrue(!seeds.isEmpty(), "a search begins with something");
    seeds.forEach(target::run);
    assertTrue(Files.exists(Corpus.file(FOLDER, name)), "the corpus of " + name + " is missing");
    Corpus.read(Corpus.file(FOLDER, name)).forEach(target::run);
  }
}
