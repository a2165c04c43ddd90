package dev.hyphadb.core.nlq;

import dev.hyphadb.core.nlq.Token.Kind;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a prompt. By hand, one token after the other and without going back further than one
 * clause:
 *
 * <pre>prompt  = step { THEN [relation] step }
 * step    = [types] { [AND | OR | ","] (clause | option) }
 * clause  = field predicate | predicate | WITH field … | WITHOUT field … | NAMED value | NOT clause
 *         | "(" clauses ")" | SEARCH words | NEAR place | DESCENDS_FROM step | …
 * option  = ORDER field [direction] | LIMIT number | FIRST number | AFTER id | …</pre>
 *
 * What fits nowhere is left over, and reading goes on behind it.
 */
final class PromptGrammar {
  private final TokenCursor tokens;
  private final ClauseGrammar clauses;
  private final PromptDraft draft = new PromptDraft();
  private final List<Token> leftOver = new ArrayList<>();

  PromptGrammar(List<Token> tokens, String prompt, Nouns nouns) {
    this.tokens = new TokenCursor(tokens, prompt);
    this.clauses = new ClauseGrammar(this.tokens, nouns);
  }

  /** Reads everything. */
  Fields read() {
    readSubject();
    while (!tokens.isAtEnd()) {
      readNext();
    }
    return draft.options();
  }

  /** What was not understood, in order. */
  List<Token> leftOver() {
    return leftOver;
  }

  private void readNext() {
    int start = tokens.at;
    boolean isAlternative = false;
    while (tokens.isConnective(0)) {
      isAlternative |= tokens.take().is(Meaning.OR);
    }
    tokens.skipFillers();
    if (tokens.isAtEnd()) {
      leaveConnectives(start);
    } else if (tokens.tryTake(Meaning.THEN)) {
      step();
      draft.descend();
      readSubject();
    } else if (tryTakeDescent()) {
      step();
      draft.ascend();
      readSubject();
    } else if (!readOption() && !readClause(isAlternative)) {
      leftOver.add(tokens.take());
    }
  }

  private boolean readClause(boolean isAlternative) {
    Fields clause = clauses.read();
    if (clause != null) {
      draft.add(clause, isAlternative);
    }
    return clause != null;
  }

  /** Words that say nothing may end a prompt; what joins nothing to nothing may not. */
  private void leaveConnectives(int start) {
    int end = tokens.at;
    for (tokens.at = start; tokens.at < end; ) {
      Token token = tokens.take();
      if (!token.is(Meaning.FILLER) && !token.is(Meaning.COMMA)) {
        leftOver.add(token);
      }
    }
  }

  private void step() {
    if (draft.steps() >= PromptLimits.STEPS_MAX) {
      throw new QueryException(
          "query-too-large",
          "prompt",
          "a prompt has at most " + PromptLimits.STEPS_MAX + " steps along edges");
    }
    clauses.forgetField();
  }

  /** "That descend from", "that are descendants of": what follows is where a walk starts. */
  private boolean tryTakeDescent() {
    int start = tokens.at;
    if (tokens.tryTake(Meaning.DESCENDS_FROM)) {
      return true;
    }
    tokens.tryTake(Meaning.WHERE);
    tokens.tryTake(Meaning.IS);
    tokens.skipFillers();
    if (tokens.at > start && isRelation() && tokens.is(1, Meaning.OF)) {
      setDepth(tokens.take());
      tokens.at++;
      return true;
    }
    tokens.at = start;
    return false;
  }

  private void readSubject() {
    tokens.skipFillers();
    while (readCount()) {
      tokens.skipFillers();
    }
    if (isRelation()) {
      readRelation();
    } else if (tokens.is(Meaning.THING) && !tokens.isField(0)) {
      tokens.at++;
    } else if (tokens.isName(0)) {
      draft.add(clauses.types(false), false);
    }
  }

  /** "Top 10", "first 10", "at most 10", "10", before what is counted. */
  private boolean readCount() {
    boolean isSaid =
        tokens.is(Meaning.TOP)
            || tokens.is(Meaning.FIRST)
            || tokens.is(Meaning.LIMIT)
            || tokens.is(Meaning.AT_MOST);
    if (isSaid) {
      return readLimit(1);
    }
    boolean isCount =
        tokens.isName(1) || tokens.is(1, Meaning.THING) || tokens.is(1, Meaning.RESULTS);
    return isCount && readLimit(0);
  }

  private boolean readLimit(int ahead) {
    boolean isLimit =
        draft.limit == null
            && tokens.isKind(ahead, Kind.NUMBER)
            && tokens.peek(ahead).value() instanceof Value.Int number
            && number.value() >= 1
            && number.value() <= Integer.MAX_VALUE;
    if (isLimit) {
      draft.limit = ((Value.Int) tokens.peek(ahead).value()).value();
      tokens.at += ahead + 1;
      tokens.tryTake(Meaning.RESULTS);
    }
    return isLimit;
  }

  private boolean isRelation() {
    boolean isOne =
        tokens.is(Meaning.DESCENDANT) || tokens.is(Meaning.CHILD) || tokens.is(Meaning.GRANDCHILD);
    return isOne && !tokens.isField(0);
  }

  private void readRelation() {
    boolean isFirst = draft.steps() == 1;
    if (isFirst && !tokens.is(1, Meaning.OF)) {
      // Nothing to descend from.
      leftOver.add(tokens.take());
      return;
    }
    setDepth(tokens.take());
    if (isFirst) {
      tokens.at++;
      draft.ascend();
      readSubject();
    } else if (tokens.isName(0)) {
      draft.add(clauses.types(false), false);
    }
  }

  private void setDepth(Token relation) {
    if (relation.is(Meaning.CHILD)) {
      draft.depth(1, 1L);
    } else if (relation.is(Meaning.GRANDCHILD)) {
      draft.depth(2, 2L);
    }
  }

  private boolean readOption() {
    Token token = tokens.peek(0);
    if (token.meaning() == null || tokens.isField(0)) {
      return false;
    }
    int start = tokens.at;
    boolean isRead =
        switch (token.meaning()) {
          case ORDER -> readOrder();
          case BY -> draft.orderField == null && hasOrderInMind() && readOrder();
          case ASCENDING, DESCENDING -> readDirection();
          case LIMIT, FIRST, TOP -> readLimit(1);
          case AT_MOST -> readDepth() || (!clauses.hasField() && readLimit(1));
          case WITHIN -> readDepth();
          case AFTER, BEFORE -> !isContinued() && readCursor();
          default -> false;
        };
    if (!isRead) {
      tokens.at = start;
    }
    return isRead;
  }

  /** "… after 2024-01-01 and before 2024-02-01" goes on about a field. */
  private boolean isContinued() {
    return clauses.hasField() && tokens.isPredicate(0);
  }

  /** "Top 10 by score", "descending by score". */
  private boolean hasOrderInMind() {
    return draft.limit != null || draft.isDescending != null;
  }

  private boolean readOrder() {
    boolean isBest = tokens.take().is(Meaning.BY) && draft.limit != null;
    tokens.skipFillers();
    if (draft.orderField != null || tokens.isAtEnd()) {
      return false;
    }
    Token field = tokens.peek(0);
    if (field.is(Meaning.DISTANCE)) {
      draft.orderField = "$near";
    } else if (tokens.isName(0) || field.is(Meaning.ID)) {
      draft.orderField = field.text();
    } else {
      return false;
    }
    tokens.at++;
    clauses.forgetField();
    if (!readDirection() && isBest && draft.isDescending == null) {
      draft.isDescending = true;
    }
    // A second field to sort by is not there.
    int second = tokens.is(Meaning.COMMA) ? 1 : 0;
    second += tokens.is(second, Meaning.THEN) ? 1 : 0;
    if (second > 0 && tokens.isName(second)) {
      for (int i = 0; i <= second; i++) {
        leftOver.add(tokens.take());
      }
    }
    return true;
  }

  private boolean readDirection() {
    if (tokens.is(Meaning.ASCENDING) || tokens.is(Meaning.DESCENDING)) {
      draft.isDescending = tokens.take().is(Meaning.DESCENDING);
      return true;
    }
    return false;
  }

  /** "Within 3 steps", "at most 3 levels deep". */
  private boolean readDepth() {
    boolean isDepth =
        draft.steps() > 1
            && tokens.isKind(1, Kind.NUMBER)
            && tokens.is(2, Meaning.STEPS)
            && tokens.peek(1).value() instanceof Value.Int number
            && number.value() >= 1;
    if (isDepth) {
      draft.depth(1, ((Value.Int) tokens.peek(1).value()).value());
      tokens.at += 3;
    }
    return isDepth;
  }

  /** The page after or before the node of an id. */
  private boolean readCursor() {
    boolean isAfter = tokens.take().is(Meaning.AFTER);
    tokens.skipFillers();
    tokens.tryTake(Meaning.THING);
    tokens.tryTake(Meaning.ID);
    Token token = tokens.peek(0);
    boolean isId = token != null && (token.isFree() || token.value() != null);
    if (!isId || (isAfter ? draft.after : draft.before) != null || token.text().isEmpty()) {
      return false;
    }
    tokens.at++;
    if (isAfter) {
      draft.after = token.text();
    } else {
      draft.before = token.text();
    }
    return true;
  }
}
