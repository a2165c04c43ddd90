package dev.hyphadb.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Searches for an input that one target stumbles over, guided by the code that inputs reach: Jazzer
 * in a process of its own, whose heap and time for an input are bounded.
 */
public final class Campaign {
  private static final int INPUT_SECONDS_MAX = 10;
  private static final int HEAP_MEGABYTES = 768;

  /** Until all code is instrumented, on a busy machine. */
  private static final long GRACE_SECONDS = 300;

  private static final int LINES_MAX = 40;
  private static final String DRIVER = "com.code_intelligence.jazzer.Jazzer";

  /** Look for faults of other kinds of programs, in classes of the JDK that they then change. */
  private static final String DISABLED_HOOKS =
      Stream.of(
              "ClojureLangHooks",
              "Deserialization",
              "ExpressionLanguageInjection",
              "LdapInjection",
              "NamingContextLookup",
              "OsCommandInjection",
              "ReflectiveCall",
              "RegexInjection",
              "RegexRoadblocks",
              "ScriptEngineInjection",
              "ServerSideRequestForgery",
              "SqlInjection",
              "XPathInjection")
          .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
          .collect(Collectors.joining(":"));

  private static final Pattern FINDING =
      Pattern.compile("== Java Exception.*|==\\d+== ?ERROR.*|ERROR: .*|Exception in thread .*");
  private static final Pattern PROGRESS =
      Pattern.compile("#(\\d+)\\s.*\\bft: (\\d+) corp: (\\d+)/.*");

  private final String target;
  private final boolean isComparing;
  private final Path folder;
  private final Path inputs;
  private final List<byte[]> seeds;
  private final List<String> lastLines = new ArrayList<>();
  private boolean isFound;
  private volatile boolean isOverdue;
  private Progress progress = new Progress(0, 0, 0);

  /**
   * @param inputsTried so far
   * @param features how much of the code's behaviour was seen
   * @param inputsKept how many inputs that took
   */
  public record Progress(long inputsTried, long features, long inputsKept) {}

  /**
   * @param input a file with an input that breaks a promise; {@code null} when none was found
   * @param explanation what the target said to it, or why the search ended too early
   */
  public record Outcome(String target, Progress progress, Path input, String explanation) {
    public boolean isGood() {
      return explanation == null;
    }
  }

  /**
   * @param target the name of a target, or of a class that is one
   * @param folder for what is found; inputs of earlier searches there are begun with
   */
  public Campaign(String target, Path folder) {
    Target described = Entry.target(target);
    this.target = target;
    this.isComparing = !described.comparesWithNull();
    this.seeds = described.seeds();
    this.folder = folder.resolve(target);
    this.inputs = this.folder.resolve("inputs");
  }

  /**
   * Searches until the time is up or something is found.
   *
   * @param kept inputs to begin with, beside the target's own
   * @param watcher told how far it is, about every second
   */
  public Outcome run(List<byte[]> kept, Duration time, Consumer<Progress> watcher)
      throws IOException, InterruptedException {
    Path findings = folder.resolve("findings");
    delete(findings);
    Files.createDirectories(findings);
    begin(kept);
    int code =
        jazzer(
            List.of(
                "-max_total_time=" + time.toSeconds(),
                "-artifact_prefix=" + findings + "/",
                inputs.toString()),
            isComparing,
            time.toSeconds(),
            watcher);
    Optional<Path> finding;
    try (Stream<Path> files = Files.list(findings)) {
      finding = files.filter(file -> !file.toString().endsWith(".java")).sorted().findFirst();
    }
    String explanation = code == 0 && finding.isEmpty() ? null : explanation(code);
    return new Outcome(target, progress, finding.orElse(null), explanation);
  }

  private String explanation(int code) {
    String how = isOverdue ? "it did not end in time" : "Jazzer ended with " + code;
    return how + ", after saying\n" + String.join("\n", lastLines);
  }

  private void begin(List<byte[]> kept) throws IOException {
    List<byte[]> all = new ArrayList<>(kept);
    all.addAll(seeds);
    Corpus.unpack(all, inputs);
  }

  /** As few of the inputs found so far as reach the same code. */
  public List<byte[]> minimised(List<byte[]> kept) throws IOException, InterruptedException {
    begin(kept);
    Path fewest = folder.resolve("fewest");
    delete(fewest);
    Files.createDirectories(fewest);
    List<String> options =
        List.of("-merge=1", "-use_counters=0", fewest.toString(), inputs.toString());
    int code = jazzer(options, false, TimeUnit.MINUTES.toSeconds(10), progress -> {});
    if (code != 0) {
      throw new IOException(
          "Jazzer could not minimise the inputs of "
              + target
              + ":\n"
              + String.join("\n", lastLines));
    }
    return Corpus.packed(fewest);
  }

  private int jazzer(
      List<String> options, boolean comparing, long seconds, Consumer<Progress> watcher)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + HEAP_MEGABYTES + "m",
            "-XX:+UseSerialGC",
            "-XX:ErrorFile=" + folder.resolve("virtual-machine-error.log"),
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            DRIVER,
            "--target_class=" + Entry.class.getName(),
            "--target_args=" + target,
            "--instrumentation_includes=dev.hyphadb.**",
            "--trace=" + (comparing ? "all" : "cov:div:gep"),
            "--disabled_hooks=" + DISABLED_HOOKS,
            "--reproducer_path=" + folder,
            "-timeout=" + INPUT_SECONDS_MAX,
            "-rss_limit_mb=0"));
    command.addAll(options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread guard = Thread.ofVirtual().start(() -> endAfter(process, seconds + GRACE_SECONDS));
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> note(line, watcher));
      return process.waitFor();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      process.destroyForcibly();
      guard.interrupt();
    }
  }

  /** A search that does not end by itself counts as a finding. */
  private void endAfter(Process process, long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        isOverdue = true;
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      // It has ended.
    }
  }

  private void note(String line, Consumer<Progress> watcher) {
    Matcher matcher = PROGRESS.matcher(line);
    if (matcher.matches()) {
      progress =
          new Progress(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3)));
      watcher.accept(progress);
      return;
    }
    if (!isFound && FINDING.matcher(line).matches()) {
      isFound = true;
      lastLines.clear();
    }
    if (lastLines.size() == LINES_MAX && !isFound) {
      lastLines.removeFirst();
    }
    if (lastLines.size() < LINES_MAX) {
      lastLines.add(line);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
