package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.query.regex.Expression.Assertion;
import dev.hyphadb.core.query.regex.Expression.Repeat;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiled pattern: instructions of a nondeterministic automaton (Thompson's construction). It
 * starts at instruction 0; the last one is the match. Immutable.
 */
final class Program {
  static final int INSTRUCTIONS_MAX = 1000;

  /** One step. */
  sealed interface Instruction {
    /** Takes a code point of the set and goes on to the next instruction. */
    record Take(CharSet set) implements Instruction {}

    /** Goes on to the next instruction where the assertion holds. */
    record Check(Assertion assertion) implements Instruction {}

    /** Goes on at both. */
    record Fork(int first, int second) implements Instruction {}

    record Match() implements Instruction {}
  }

  private final List<Instruction> code = new ArrayList<>();

  private Program() {}

  static Program of(Expression expression) {
    if (expression.size() >= INSTRUCTIONS_MAX) {
      throw new RegexException(
          0,
          "too large: with its repetitions written out it may have " + INSTRUCTIONS_MAX + " parts");
    }
    Program program = new Program();
    program.emit(expression);
    program.code.add(new Instruction.Match());
    return program;
  }

  int size() {
    return code.size();
  }

  Instruction at(int position) {
    return code.get(position);
  }

  private void emit(Expression expression) {
    switch (expression) {
      case Expression.One one -> code.add(new Instruction.Take(one.set()));
      case Assertion assertion -> code.add(new Instruction.Check(assertion));
      case Expression.Sequence sequence -> sequence.parts().forEach(this::emit);
      case Expression.Choice choice -> emitChoice(choice.options());
      case Repeat repeat -> emitRepeat(repeat);
    }
  }

  private void emitChoice(List<Expression> options) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < options.size() - 1; i++) {
      int fork = reserve();
      emit(options.get(i));
      ends.add(reserve());
      code.set(fork, new Instruction.Fork(fork + 1, code.size()));
    }
    emit(options.get(options.size() - 1));
    ends.forEach(end -> code.set(end, new Instruction.Fork(code.size(), code.size())));
  }

  private void emitRepeat(Repeat repeat) {
    for (int i = 0; i < repeat.min(); i++) {
      emit(repeat.body());
    }
    if (repeat.max() == Repeat.UNBOUNDED) {
      int fork = reserve();
      emit(repeat.body());
      code.add(new Instruction.Fork(fork, fork));
      code.set(fork, new Instruction.Fork(fork + 1, code.size()));
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = repeat.min(); i < repeat.max(); i++) {
      forks.add(reserve());
      emit(repeat.body());
    }
    forks.forEach(fork -> code.set(fork, new Instruction.Fork(fork + 1, code.size())));
  }

  /** A place for an instruction that has yet to be known. */
  private int reserve() {
    code.add(null);
    return code.size() - 1;
  }
}
