package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.query.regex.Program.Instruction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The deterministic automaton of a program, made state by state as texts ask for it, within a bound
 * of memory; beyond it states are made and forgotten.
 *
 * <p>It reads symbols: classes of code points which the program does not tell apart, and the end of
 * the text. A state is where the program stands before it looks at the assertions, which need the
 * next symbol, and what kind of character came before.
 */
final class Automaton {
  /** The state of a match, which is final. */
  static final State MATCHED = new State(new int[0], Before.OTHER, null);

  /** Ints that the states of one automaton may take: about 1 MB. */
  private static final int CELLS_MAX = 250_000;

  private static final int ASCII = 128;

  private final Program program;

  /** First code point of each symbol. */
  private final int[] firsts;

  private final int[] symbolsOfAscii = new int[ASCII];
  private final boolean hasWordBoundaries;
  private final State start;
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final AtomicInteger cells = new AtomicInteger();

  /** The character before a state. */
  private enum Before {
    NOTHING,
    WORD,
    OTHER
  }

  /** Compared by identity. Its fields are final, so that a thread that finds it sees all of it. */
  static final class State {
    /** Instructions, ascending. */
    private final int[] places;

    private final Before before;

    /** Successor by symbol, filled in when known; {@code null} when the state is not kept. */
    private final State[] next;

    private State(int[] places, Before before, State[] next) {
      this.places = places;
      this.before = before;
      this.next = next;
    }
  }

  Automaton(Program program) {
    this.program = program;
    Set<Integer> bounds = new TreeSet<>(List.of(0));
    boolean checksWords = false;
    addBounds(bounds, CharSet.WORD);
    for (int i = 0; i < program.size(); i++) {
      switch (program.at(i)) {
        case Instruction.Take take -> addBounds(bounds, take.set());
        case Instruction.Check check ->
            checksWords |=
                check.assertion() != Expression.Assertion.START
                    && check.assertion() != Expression.Assertion.END;
        case Instruction.Fork fork -> {}
        case Instruction.Match match -> {}
      }
    }
    this.firsts = bounds.stream().mapToInt(Integer::intValue).toArray();
    this.hasWordBoundaries = checksWords;
    for (int c = 0; c < ASCII; c++) {
      symbolsOfAscii[c] = search(c);
    }
    this.start = state(new int[] {0}, Before.NOTHING);
  }

  private static void addBounds(Set<Integer> bounds, CharSet set) {
    for (int i = 0; i < set.ranges().length; i += 2) {
      bounds.add(set.ranges()[i]);
      if (set.ranges()[i + 1] < Character.MAX_CODE_POINT) {
        bounds.add(set.ranges()[i + 1] + 1);
      }
    }
  }

  private int search(int codePoint) {
    int position = Arrays.binarySearch(firsts, codePoint);
    return position >= 0 ? position : -position - 2;
  }

  int symbolOf(int codePoint) {
    return codePoint < ASCII ? symbolsOfAscii[codePoint] : search(codePoint);
  }

  /** The symbol after the last character. */
  int end() {
    return firsts.length;
  }

  State start() {
    return start;
  }

  State next(State state, int symbol) {
    State known = state.next == null ? null : state.next[symbol];
    if (known != null) {
      return known;
    }
    State next = step(state, symbol);
    // A state that is not kept must not be held by one that is.
    if (state.next != null && (next.next != null || next == MATCHED)) {
      state.next[symbol] = next;
    }
    return next;
  }

  private State step(State state, int symbol) {
    boolean isEnd = symbol == end();
    boolean isWord = !isEnd && CharSet.WORD.contains(firsts[symbol]);
    boolean[] isSeen = new boolean[program.size()];
    boolean[] isNext = new boolean[program.size()];
    // Each place is put here once for each fork that leads to it, at most.
    int[] open = new int[3 * program.size()];
    int count = 0;
    for (int place : state.places) {
      open[count++] = place;
    }
    while (count > 0) {
      int place = open[--count];
      if (isSeen[place]) {
        continue;
      }
      isSeen[place] = true;
      switch (program.at(place)) {
        case Instruction.Match match -> {
          return MATCHED;
        }
        case Instruction.Fork fork -> {
          open[count++] = fork.second();
          open[count++] = fork.first();
        }
        case Instruction.Check check -> {
          if (holds(check.assertion(), state.before, isEnd, isWord)) {
            open[count++] = place + 1;
          }
        }
        case Instruction.Take take ->
            isNext[place + 1] |= !isEnd && take.set().contains(firsts[symbol]);
      }
    }
    // A match may start anywhere.
    isNext[0] = true;
    return state(positions(isNext), isWord && hasWordBoundaries ? Before.WORD : Before.OTHER);
  }

  private static boolean holds(
      Expression.Assertion assertion, Before before, boolean isEnd, boolean isWord) {
    return switch (assertion) {
      case START -> before == Before.NOTHING;
      case END -> isEnd;
      case WORD_BOUNDARY -> (before == Before.WORD) != isWord;
      case NO_WORD_BOUNDARY -> (before == Before.WORD) == isWord;
    };
  }

  private static int[] positions(boolean[] isSet) {
    int[] positions = new int[isSet.length];
    int count = 0;
    for (int i = 0; i < isSet.length; i++) {
      if (isSet[i]) {
        positions[count++] = i;
      }
    }
    return Arrays.copyOf(positions, count);
  }

  private State state(int[] places, Before before) {
    char[] name = new char[places.length + 1];
    name[0] = (char) before.ordinal();
    for (int i = 0; i < places.length; i++) {
      name[i + 1] = (char) places[i];
    }
    String key = new String(name);
    State known = states.get(key);
    if (known != null) {
      return known;
    }
    int size = 2 * places.length + end() + 1;
    if (cells.get() + size > CELLS_MAX) {
      return new State(places, before, null);
    }
    cells.addAndGet(size);
    State made = new State(places, before, new State[end() + 1]);
    State other = states.putIfAbsent(key, made);
    return other == null ? made : other;
  }
}
