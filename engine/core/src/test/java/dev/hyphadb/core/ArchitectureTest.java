package dev.hyphadb.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows of DESIGN.md section 1 and the purity of section 2. */
class ArchitectureTest {
  private static final String CORE = "dev.hyphadb.core";

  /** From the ground up: a package may know those before it, never those after it. */
  private static final List<String> PACKAGES =
      List.of(
          "time", "value", "commit", "store", "graph", "query", "index", "access", "sync",
          "channel", "mesh", "signal", "nlq", "audit");

  /**
   * Everything of the platform that exists both on the JVM and under TeaVM, or is checked below.
   */
  private static final String[] PLATFORM = {
    "java.lang",
    "java.lang.annotation",
    "java.math",
    "java.nio",
    "java.nio.charset",
    "java.time..",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "java.util.function",
    "java.util.regex",
    "java.util.stream",
    "java.util.zip",
  };

  /** Platform classes outside {@link #PLATFORM} that are plain memory. */
  private static final Set<String> MEMORY =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.Serializable",
          "java.io.IOException",
          "java.io.UncheckedIOException",
          "java.lang.runtime.ObjectMethods",
          "java.lang.runtime.SwitchBootstraps");

  /** Of java.util.concurrent TeaVM has little, and a single owner needs less. */
  private static final Set<String> CONCURRENT = Set.of("java.util.concurrent.ConcurrentHashMap");

  /** Classes in permitted packages that bring a clock, a thread, a process or chance with them. */
  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.ScopedValue",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.lang.System$Logger",
          "java.time.Clock",
          "java.util.HexFormat",
          "java.util.Random",
          "java.util.ServiceLoader",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.util.TimerTask");

  private static final Set<String> SYSTEM_CALLS = Set.of("arraycopy", "identityHashCode");

  private static final Map<String, Set<String>> IMPURE_CALLS =
      Map.of(
          "java.lang.Math", Set.of("random", "multiplyHigh", "unsignedMultiplyHigh"),
          "java.lang.StrictMath", Set.of("random"),
          "java.lang.String", Set.of("lines"),
          "java.util.Collections", Set.of("shuffle"),
          "java.util.UUID", Set.of("randomUUID", "nameUUIDFromBytes"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CORE);

  @TestFactory
  Stream<DynamicTest> aPackageKnowsOnlyThoseBeforeIt() {
    return PACKAGES.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> checkArrowsOf(PACKAGES.indexOf(name))));
  }

  private static void checkArrowsOf(int position) {
    String self = CORE + "." + PACKAGES.get(position) + "..";
    String[] above =
        Stream.concat(
                Stream.of(CORE),
                PACKAGES.stream().skip(position + 1L).map(name -> CORE + "." + name + ".."))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(self)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .allowEmptyShould(true)
        .because("packages of the core stand on each other in one order, DESIGN.md section 1")
        .check(CLASSES);
  }

  @Test
  void everyPackageHasAPlaceInTheOrder() {
    String[] known =
        Stream.concat(Stream.of(CORE), PACKAGES.stream().map(name -> CORE + "." + name + ".."))
            .toArray(String[]::new);
    classes()
        .should()
        .resideInAnyPackage(known)
        .because("a new package is placed in PACKAGES of this test and in DESIGN.md section 1")
        .check(CLASSES);
  }

  @Test
  void usesOnlyPlatformClassesThatExistUnderTeaVm() {
    classes()
        .should()
        .onlyDependOnClassesThat(PORTABLE)
        .because("the core runs on the JVM and under TeaVM and does no I/O of its own")
        .check(CLASSES);
  }

  @Test
  void reachesNoClockThreadOrChance() {
    noClasses()
        .should()
        .callMethodWhere(IMPURE_CALL)
        .because("time and randomness are parameters of the core, DESIGN.md section 2")
        .check(CLASSES);
  }

  @Test
  void printsNothing() {
    noClasses()
        .should()
        .accessFieldWhere(
            DescribedPredicate.<JavaAccess<?>>describe(
                    "a stream of System",
                    access -> access.getTargetOwner().isEquivalentTo(System.class))
                .forSubtype())
        .orShould()
        .callMethodWhere(
            DescribedPredicate.<JavaCall<?>>describe(
                    "Throwable.printStackTrace",
                    call ->
                        call.getTarget().getName().equals("printStackTrace")
                            && call.getTargetOwner().isAssignableTo(Throwable.class))
                .forSubtype())
        .check(CLASSES);
  }

  private static final DescribedPredicate<JavaClass> PORTABLE =
      DescribedPredicate.describe(
          "are of the core or of the portable platform", ArchitectureTest::isPortable);

  private static boolean isPortable(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    String name = base.getName();
    String home = base.getPackageName();
    if (base.isPrimitive() || home.equals(CORE) || home.startsWith(CORE + ".")) {
      return true;
    }
    if (MEMORY.contains(name)) {
      return true;
    }
    if (home.startsWith("java.util.concurrent") && !home.endsWith(".atomic")) {
      return CONCURRENT.contains(name);
    }
    return JavaClass.Predicates.resideInAnyPackage(PLATFORM).test(base) && !IMPURE.contains(name);
  }

  private static final DescribedPredicate<JavaCall<?>> IMPURE_CALL =
      DescribedPredicate.describe(
          "reads a clock, waits, rolls dice or is missing under TeaVM",
          call -> isImpure(call.getTarget()));

  private static boolean isImpure(AccessTarget target) {
    String owner = target.getOwner().getName();
    String method = target.getName();
    if (owner.equals("java.lang.System")) {
      return !SYSTEM_CALLS.contains(method);
    }
    if (owner.startsWith("java.time.") && method.equals("now")) {
      return true;
    }
    boolean waits = method.equals("wait") || method.equals("notify") || method.equals("notifyAll");
    if (waits && target.getOwner().isEquivalentTo(Object.class)) {
      return true;
    }
    return IMPURE_CALLS.getOrDefault(owner, Set.of()).contains(method);
  }
}
