package dev.hyphadb.browser.library;

import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.ValueType;

/**
 * Leaves out the {@code toString} that records have by themselves, which only people who look for a
 * fault read: all of them together are a twentieth of the module. Values keep theirs, which are
 * named in messages, and so does every record that has written its own.
 */
final class RecordTexts implements ClassHolderTransformer {
  private static final String CORE = "dev.hyphadb.core.";
  private static final String VALUES = CORE + "value.";
  private static final MethodDescriptor TO_STRING =
      new MethodDescriptor("toString", ValueType.object("java.lang.String"));

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    boolean isRecord = "java.lang.Record".equals(type.getParent());
    if (isRecord && type.getName().startsWith(CORE) && !type.getName().startsWith(VALUES)) {
      MethodHolder text = type.getMethod(TO_STRING);
      // The compiler's own are final.
      if (text != null && text.hasModifier(ElementModifier.FINAL)) {
        type.removeMethod(text);
      }
    }
  }
}
