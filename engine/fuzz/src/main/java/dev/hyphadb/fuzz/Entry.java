package dev.hyphadb.fuzz;

/** What Jazzer calls, by reflection, in a process of its own. */
public final class Entry {
  private static Target target;

  private Entry() {}

  /**
   * @param arguments the name of a target, or of a class that is one
   */
  public static void fuzzerInitialize(String[] arguments) {
    target = target(arguments[0]);
  }

  static Target target(String name) {
    if (Targets.names().contains(name)) {
      return Targets.named(name);
    }
    try {
      return Class.forName(name).asSubclass(Target.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("\"" + name + "\" is no target", e);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) {
    target.run(input);
  }
}
