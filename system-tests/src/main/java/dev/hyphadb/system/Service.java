package dev.hyphadb.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service of the project as a child process. It may be started, ended and started again; each
 * time it listens on another port. Its output goes to a log file.
 */
public final class Service implements AutoCloseable {
  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final long STOP_SECONDS_MAX = 15;
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

  private final String name;
  private final List<String> command;
  private final Path log;
  private Process process;
  private long logStart;
  private int port;

  Service(String name, List<String> command, Path log) {
    this.name = name;
    this.command = List.copyOf(command);
    this.log = log;
  }

  public String name() {
    return name;
  }

  /**
   * Starts the process and returns at once.
   *
   * @param environment its settings
   */
  public void start(Map<String, String> environment) {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException(name + " runs already, as process " + process.pid());
    }
    try {
      logStart = Files.exists(log) ? Files.size(log) : 0;
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      builder.environment().putAll(environment);
      port = 0;
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Waits until the process says it is ready. */
  public void awaitReady() {
    port =
        Waiting.until(
            START_MAX, this::announcedPort, () -> "no port of " + name + "\n" + logTail());
    Waiting.untilTrue(START_MAX, this::isReady, () -> name + " is not ready\n" + logTail());
  }

  private Optional<Integer> announcedPort() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended with " + process.exitValue() + "\n" + logTail());
    }
    Matcher matcher = LISTENING.matcher(output());
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** Whether it runs and its readiness probe says so. */
  public boolean isReady() throws IOException, InterruptedException {
    return isAlive() && get("/q/health/ready").statusCode() == 200;
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** What it answers to a GET. */
  public java.net.http.HttpResponse<String> get(String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("http").resolve(path)).timeout(Duration.ofSeconds(10)).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** The sum of a metric over all its labels that have this text; 0 when there is none. */
  public double metric(String metric, String label) throws IOException, InterruptedException {
    return get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What it has written since it was started last. */
  public String output() throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    int start = (int) Math.min(logStart, bytes.length);
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  private String logTail() {
    try {
      List<String> lines = output().lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  /** Where it listens, such as {@code http://127.0.0.1:7101/}. */
  public URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + port + "/");
  }

  /** Ends it at once (SIGKILL), as a power cut of this process. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      awaitEnd("after SIGKILL");
    }
  }

  /** Asks it to end (SIGTERM) and waits. */
  public void stop() {
    if (process != null) {
      process.destroy();
      awaitEnd("after SIGTERM\n" + logTail());
    }
  }

  private void awaitEnd(String when) {
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not end within " + STOP_SECONDS_MAX + " s " + when);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
