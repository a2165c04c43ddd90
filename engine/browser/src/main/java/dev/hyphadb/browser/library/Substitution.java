package dev.hyphadb.browser.library;

import java.util.Arrays;
import java.util.Map;
import org.teavm.model.AccessLevel;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ClassReader;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReader;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.emit.ValueEmitter;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Runs within the compiler: a class named here as a substitute has, for some methods of its
 * original, public static ones of the same name, parameters and result, which are called instead;
 * for a method of an object, with that object before the parameters.
 */
public final class Substitution implements TeaVMPlugin {
  private static final String PACKAGE = "dev.hyphadb.browser.library.";

  private static final Map<String, String> SUBSTITUTES =
      Map.of(
          "java.lang.Character", PACKAGE + "JsCharacters",
          "java.lang.StringBuilder", PACKAGE + "JsStringBuilder",
          "java.lang.System", PACKAGE + "JsSystem",
          "java.util.Arrays", PACKAGE + "JsArrays",
          "dev.hyphadb.core.sync.Compression", PACKAGE + "JsCompression",
          "dev.hyphadb.core.value.Utf8", PACKAGE + "JsUtf8");

  @Override
  public void install(TeaVMHost host) {
    host.add(new Transformer());
    host.add(new RecordTexts());
  }

  private static final class Transformer implements ClassHolderTransformer {
    @Override
    public void transformClass(ClassHolder original, ClassHolderTransformerContext context) {
      String name = SUBSTITUTES.get(original.getName());
      if (name == null) {
        return;
      }
      ClassReader substitute = context.getHierarchy().getClassSource().get(name);
      for (MethodReader method : substitute.getMethods()) {
        if (method.getLevel() == AccessLevel.PUBLIC) {
          substitute(original, method, context);
        }
      }
    }

    private static void substitute(
        ClassHolder original, MethodReader method, ClassHolderTransformerContext context) {
      MethodHolder replaced = original.getMethod(method.getDescriptor());
      boolean isStatic = replaced != null && replaced.hasModifier(ElementModifier.STATIC);
      if (!isStatic) {
        ValueType[] signature = method.getSignature();
        replaced =
            original.getMethod(
                new MethodDescriptor(
                    method.getName(), Arrays.copyOfRange(signature, 1, signature.length)));
      }
      if (replaced == null) {
        throw new IllegalStateException(original.getName() + " has no " + method.getDescriptor());
      }
      replaced.getModifiers().remove(ElementModifier.NATIVE);
      replaced.getAnnotations().removeAll();
      ProgramEmitter program = ProgramEmitter.create(replaced, context.getHierarchy());
      ValueEmitter[] arguments = new ValueEmitter[method.parameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = program.var(isStatic ? i + 1 : i, method.parameterType(i));
      }
      ValueEmitter result = program.invoke(method.getReference(), arguments);
      if (method.getResultType() == ValueType.VOID) {
        program.exit();
      } else {
        result.returnValue();
      }
    }
  }
}
