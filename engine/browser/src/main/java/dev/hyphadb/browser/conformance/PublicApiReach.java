package dev.hyphadb.browser.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.MethodDependency;
import org.teavm.model.AccessLevel;
import org.teavm.model.ClassReader;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodReader;
import org.teavm.model.ValueType;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Runs within the compiler: makes every public method of every class of a package reachable, so
 * that whatever the platform lacks is a build error. The package is named by the property {@code
 * hypha.reach}; without it nothing happens.
 */
public final class PublicApiReach implements TeaVMPlugin {
  @Override
  public void install(TeaVMHost host) {
    String root = host.getProperties().getProperty("hypha.reach");
    if (root != null) {
      host.add(new Listener(classNames(host.getClassLoader(), root)));
    }
  }

  private static List<String> classNames(ClassLoader loader, String root) {
    String folder = root.replace('.', '/');
    try {
      // The package's own description: there is exactly one, and not among the tests.
      URL found = loader.getResource(folder + "/package-info.class");
      if (found == null) {
        throw new IllegalStateException("no package " + root + " on the class path");
      }
      URI uri = found.toURI();
      if (!uri.getScheme().equals("jar")) {
        return list(Path.of(uri).getParent(), root);
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return list(jar.getPath("/" + folder), root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> list(Path folder, String root) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        if (path.endsWith(".class") && !path.endsWith("package-info.class")) {
          String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
          names.add(root + "." + name);
        }
      }
    }
    return names;
  }

  private static final class Listener extends AbstractDependencyListener {
    private final List<String> names;

    Listener(List<String> names) {
      this.names = names;
    }

    @Override
    public void started(DependencyAgent agent) {
      int reached = 0;
      for (String name : names) {
        ClassReader type = agent.getClassSource().get(name);
        if (type == null || type.getLevel() != AccessLevel.PUBLIC) {
          continue;
        }
        for (MethodReader method : type.getMethods()) {
          if (method.getLevel() == AccessLevel.PUBLIC && method.getProgram() != null) {
            reach(agent, type, method);
            reached++;
          }
        }
      }
      if (reached == 0) {
        throw new IllegalStateException(
            "no public method found among " + names.size() + " classes");
      }
    }

    private void reach(DependencyAgent agent, ClassReader type, MethodReader method) {
      MethodDependency dependency = agent.linkMethod(method.getReference());
      if (!method.hasModifier(ElementModifier.STATIC)) {
        propagate(agent, dependency, 0, type.getName());
      }
      for (int i = 0; i < method.parameterCount(); i++) {
        if (method.parameterType(i) instanceof ValueType.Object parameter) {
          propagate(agent, dependency, i + 1, parameter.getClassName());
        } else if (method.parameterType(i) instanceof ValueType.Array) {
          dependency.propagate(i + 1, agent.getType(method.parameterType(i)));
        }
      }
      dependency.use();
    }

    /** The parameter may be any of the concrete classes that fit. */
    private void propagate(DependencyAgent agent, MethodDependency method, int at, String type) {
      if (!names.contains(type)) {
        method.propagate(at, agent.getType(ValueType.object(standIn(type))));
        return;
      }
      for (String name : names) {
        ClassReader candidate = agent.getClassSource().get(name);
        boolean isConcrete =
            candidate != null
                && !candidate.hasModifier(ElementModifier.ABSTRACT)
                && !candidate.hasModifier(ElementModifier.INTERFACE);
        if (isConcrete && agent.getClassSource().isSuperType(type, name).orElse(false)) {
          agent.linkClass(name);
          method.propagate(at, agent.getType(ValueType.object(name)));
        }
      }
    }

    private static String standIn(String type) {
      return switch (type) {
        case "java.util.List", "java.util.Collection", "java.lang.Iterable" ->
            "java.util.ArrayList";
        case "java.util.Map" -> "java.util.LinkedHashMap";
        case "java.util.Set" -> "java.util.LinkedHashSet";
        case "java.lang.Object", "java.lang.CharSequence" -> "java.lang.String";
        default -> type;
      };
    }
  }
}
