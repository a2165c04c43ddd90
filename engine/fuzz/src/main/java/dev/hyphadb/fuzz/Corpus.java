package dev.hyphadb.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The inputs of a target that are kept: a text file with one input a line, in base64, the shortest
 * first. A line that begins with # says what the input below it once broke.
 */
public final class Corpus {
  /** What longer ones reach, seeds reach as well. */
  private static final int INPUT_BYTES_MAX = 2_048;

  private static final String COMMENT = "#";

  private Corpus() {}

  public static Path file(Path folder, String target) {
    return folder.resolve(target + ".txt");
  }

  /** None when there is no such file. */
  public static List<byte[]> read(Path file) {
    try {
      List<byte[]> inputs = new ArrayList<>();
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        if (!line.startsWith(COMMENT)) {
          inputs.add(Base64.getDecoder().decode(line));
        }
      }
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
  }

  /** Replaces the inputs, but for those below a comment: they have a story. */
  public static void write(Path file, List<byte[]> inputs) {
    try {
      Set<String> lines = new LinkedHashSet<>();
      String before = "";
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        if (line.startsWith(COMMENT) || before.startsWith(COMMENT)) {
          lines.add(line);
        }
        before = line;
      }
      Base64.Encoder base64 = Base64.getEncoder();
      inputs.stream()
          .filter(input -> input.length <= INPUT_BYTES_MAX)
          .map(base64::encodeToString)
          .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
          .forEach(lines::add);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + file, e);
    }
  }

  /** Puts inputs into a folder as Jazzer wants them: a file each. */
  static void unpack(List<byte[]> inputs, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve("kept-" + i), inputs.get(i));
    }
  }

  static List<byte[]> packed(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }
}
