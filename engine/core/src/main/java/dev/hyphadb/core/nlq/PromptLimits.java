package dev.hyphadb.core.nlq;

/** How large a prompt may be; beyond, it is refused with {@code query-too-large}. */
public final class PromptLimits {
  /** UTF-16 units of a prompt. */
  public static final int LENGTH_MAX = 2_000;

  /** Parentheses within each other. */
  public static final int DEPTH_MAX = 8;

  /** Steps along edges. */
  public static final int STEPS_MAX = 10;

  private PromptLimits() {}
}
