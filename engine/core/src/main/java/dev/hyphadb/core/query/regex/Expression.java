package dev.hyphadb.core.query.regex;

import java.util.List;

/** What a pattern says. Immutable. */
sealed interface Expression {
  Expression EMPTY = new Sequence(List.of());

  /** Instructions it compiles to, at least 1, so that repeating nothing costs something too. */
  long size();

  /** One code point of the set. */
  record One(CharSet set) implements Expression {
    @Override
    public long size() {
      return 1;
    }
  }

  /** Between two code points. */
  enum Assertion implements Expression {
    START,
    END,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY;

    @Override
    public long size() {
      return 1;
    }
  }

  /** One after the other. */
  record Sequence(List<Expression> parts) implements Expression {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public long size() {
      long size = 0;
      for (Expression part : parts) {
        size += part.size();
      }
      return Math.max(1, size);
    }
  }

  /** Any of them. */
  record Choice(List<Expression> options) implements Expression {
    public Choice {
      options = List.copyOf(options);
    }

    @Override
    public long size() {
      long size = 0;
      for (Expression option : options) {
        size += option.size() + 2;
      }
      return size;
    }
  }

  /**
   * So many times.
   *
   * @param max {@link #UNBOUNDED} for no end
   */
  record Repeat(Expression body, int min, int max) implements Expression {
    static final int UNBOUNDED = -1;

    @Override
    public long size() {
      long one = body.size();
      long more = max == UNBOUNDED ? one + 2 : (max - min) * (one + 1);
      // Nested repetitions multiply: far beyond any limit is far enough.
      return Math.min(Integer.MAX_VALUE, Math.max(1, min * one + more));
    }
  }
}
