package dev.hyphadb.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Services of one network on 127.0.0.1, ended with it. Of one thread. */
public final class LocalNetwork implements AutoCloseable {
  /** Ways for peers to find each other. */
  public enum Meeting {
    /** The signaling coordinator, and nothing else. */
    COORDINATOR,
    /** The relay gateway, and nothing else. */
    RELAY,
    /** Either of them. */
    BOTH,
    /** Nowhere: the node works alone. */
    NOWHERE
  }

  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private final Path root;
  private final Path data;
  private final Path logs;
  private final List<Service> services = new ArrayList<>();
  private final Thread atExit = new Thread(this::end, "end-of-network");
  private Service signaling;
  private Service relay;

  /**
   * @param root the checkout, with its services packaged
   * @param data where nodes keep their databases
   * @param logs where the output of the services goes
   */
  public LocalNetwork(Path root, Path data, Path logs) {
    this.root = root.toAbsolutePath().normalize();
    this.data = data.toAbsolutePath();
    try {
      this.logs = Files.createDirectories(logs.toAbsolutePath());
      Files.createDirectories(this.data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The checkout that the build names, for tests. */
  public static Path checkout() {
    String root = System.getProperty("hypha.root");
    if (root == null) {
      throw new IllegalStateException("hypha.root is not set: run the tests with Maven");
    }
    return Path.of(root);
  }

  /** Starts the coordinator. */
  public Service startSignaling() {
    signaling = service("signaling", "signaling", "-Xmx128m");
    signaling.start(Map.of());
    return signaling;
  }

  /** Starts the relay gateway. */
  public Service startRelay() {
    relay = service("relay-gateway", "relay-gateway", "-Xmx128m");
    relay.start(Map.of());
    return relay;
  }

  /** Starts the console over these nodes, which are ready, as are the others. */
  public Service startConsole(Service... nodes) {
    Service console = service("admin-ui", "admin-ui", "-Xmx128m");
    List<String> urls = new ArrayList<>();
    for (Service node : nodes) {
      urls.add(node.uri("http").toString());
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("HYPHA_ADMIN_SERVICES_NODES", String.join(",", urls));
    if (signaling != null) {
      environment.put("HYPHA_ADMIN_SERVICES_SIGNALING", signaling.uri("http").toString());
    }
    if (relay != null) {
      environment.put("HYPHA_ADMIN_SERVICES_RELAY", relay.uri("http").toString());
    }
    console.start(environment);
    return console;
  }

  /** A node that is not started yet; its data stays where it is from start to start. */
  public Service node(String name) {
    return service(name, "node", "-Xmx256m");
  }

  /** Starts a node; the place to meet is ready. */
  public void start(Service node, Meeting meeting, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("HYPHA_NODE_DATA_DIRECTORY", dataOf(node).toString());
    environment.put("HYPHA_NODE_ADVERTISED_ADDRESS", "127.0.0.1");
    if (meeting == Meeting.COORDINATOR || meeting == Meeting.BOTH) {
      environment.put(
          "HYPHA_NODE_SIGNALING_URL", signaling.uri("ws").resolve("/v1/signaling").toString());
    }
    if (meeting == Meeting.RELAY || meeting == Meeting.BOTH) {
      environment.put("HYPHA_NODE_RELAY_URLS", relay.uri("ws").toString());
    }
    node.start(environment);
  }

  /** Where a node keeps its databases, a folder each. */
  public Path dataOf(Service node) {
    return data.resolve(node.name());
  }

  private Service service(String name, String module, String heap) {
    Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isReadable(jar)) {
      throw new IllegalStateException(
          module + " is not packaged in " + root + ": run mvn -DskipTests package there first");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of(heap, "-jar", jar.toString()));
    Service service = new Service(name, command, logs.resolve(name + ".log"));
    services.add(service);
    return service;
  }

  private void end() {
    services.forEach(Service::close);
  }

  /** Ends every process. */
  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
