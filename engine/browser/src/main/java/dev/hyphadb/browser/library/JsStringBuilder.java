package dev.hyphadb.browser.library;

import org.teavm.jso.JSBody;

/** For {@link StringBuilder}: numbers in messages as JavaScript writes them. */
final class JsStringBuilder {
  private JsStringBuilder() {}

  public static StringBuilder append(StringBuilder builder, double number) {
    return builder.append(text(number));
  }

  public static StringBuilder append(StringBuilder builder, float number) {
    return builder.append(text(number));
  }

  @JSBody(params = "number", script = "return String(number);")
  private static native String text(double number);
}
