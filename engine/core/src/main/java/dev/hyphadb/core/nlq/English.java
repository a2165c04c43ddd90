package dev.hyphadb.core.nlq;

import java.util.Map;

/** The English vocabulary. */
final class English {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("people", "person"),
          Map.entry("men", "man"),
          Map.entry("women", "woman"),
          Map.entry("children", "child"),
          Map.entry("mice", "mouse"),
          Map.entry("feet", "foot"),
          Map.entry("teeth", "tooth"),
          Map.entry("geese", "goose"),
          Map.entry("criteria", "criterion"),
          Map.entry("indices", "index"),
          Map.entry("matrices", "matrix"),
          Map.entry("vertices", "vertex"),
          Map.entry("analyses", "analysis"),
          Map.entry("lives", "life"),
          Map.entry("knives", "knife"),
          Map.entry("leaves", "leaf"),
          Map.entry("movies", "movie"),
          Map.entry("cookies", "cookie"),
          Map.entry("ties", "tie"),
          Map.entry("series", "series"),
          Map.entry("species", "species"),
          Map.entry("news", "news"),
          Map.entry("buses", "bus"),
          Map.entry("statuses", "status"),
          Map.entry("viruses", "virus"),
          Map.entry("campuses", "campus"),
          Map.entry("bonuses", "bonus"),
          Map.entry("gases", "gas"),
          Map.entry("aliases", "alias"),
          Map.entry("heroes", "hero"),
          Map.entry("potatoes", "potato"),
          Map.entry("tomatoes", "tomato"),
          Map.entry("caches", "cache"),
          Map.entry("axes", "axis"));

  private static final String TABLE =
      """
      FILLER: show | show me | find | find me | get | get me | list | give me | fetch | return | select | please
      FILLER: all | every | each | any | only | just | the | a | an | some | those | their | its | there | exactly | simply
      FILLER: i want | i need | i'm looking for | looking for | look for | also
      THING: node | nodes | thing | things | everything | anything | something | entry | entries
      OF_TYPE: of type | of the type | of kind | of class | typed
      WITH: with | having | has | have | had | that have | that has | which have | which has | who have | who has | with field | with the field
      WITHOUT: without | lacking | lacks | lack | with no | has no | have no | having no
      WITHOUT: that have no | that has no | who have no | who has no | that lack | does not have | do not have | doesn't have | don't have
      WITHOUT: that do not have | that does not have | who do not have | that don't have | that doesn't have | who don't have
      WHERE: where | whose | that | which | who | when | such that | provided that | if | for which
      NAMED: named | called | by the name of | whose name is | with the name | who is called | that is called
      OLDER: older than | aged over | aged above
      YOUNGER: younger than | aged under | aged below
      AGED: aged | of age
      YEARS_OLD: years old | years of age | years
      IS: is | are | was | were | be | being | been
      NOT: not | isn't | aren't | wasn't | weren't | does not | do not | did not | doesn't | don't | didn't | never
      NOT: except | excluding | except for | but not | and not
      EQUAL: equal | equals | equal to | the same as | identical to
      UNEQUAL: differs from | differ from | different from | other than | unequal to
      EXISTS: exists | exist | present | set | defined | there is
      MISSING: missing | absent | unset | undefined
      ONE_OF: one of | in | any of | either | among | either of | in the list
      NONE_OF: none of | neither | neither of | outside of
      CONTAINS: contains | contain
      CONTAINING: containing | that contain | that contains | which contain | which contains | with the text
      INCLUDES: includes | include | including | that include | that includes | which include
      STARTS: starts with | start with | starting with | begins with | begin with | beginning with
      ENDS: ends with | end with | ending with | ends in | end in | ending in
      LIKE: like | is like | similar to the pattern
      MATCHES: matches | match | matching | matches the pattern | matching the pattern | matches the expression
      HAS_WORDS: has the words | have the words | contains the words | contain the words | has the word | contains the word | mentions | mention
      GREATER: greater than | more than | above | over | larger than | bigger than | higher than | later than | exceeds | exceed | exceeding
      AT_LEAST: at least | greater than or equal to | more than or equal to | no less than | not less than | no fewer than | from | since | minimum
      LESS: less than | below | under | smaller than | lower than | fewer than | earlier than
      AT_MOST: at most | less than or equal to | no more than | not more than | up to | until | no greater than | not greater than | maximum
      AFTER: after
      BEFORE: before
      BETWEEN: between | in the range | in the range of | in the range from | ranges from | ranging from | in between
      TO: to | through | and up to
      ON: on | on the day | during | dated
      AND: and | and also | as well as | but | plus
      OR: or | or else | nor
      TRUE: true | yes
      FALSE: false
      NULL: null | nil
      THEN: then | and then | followed by | next
      DESCENDANT: descendant | descendants | linked nodes | linked node
      CHILD: child | children | direct descendant | direct descendants
      GRANDCHILD: grandchild | grandchildren
      OF: of | of the
      DESCENDS_FROM: that descend from | that descends from | descending from | descended from | who descend from | reachable from | reached from | linked from
      WITHIN: within | at most within
      STEPS: step | steps | level | levels | hop | hops | edge | edges | levels deep | steps away | levels down | steps deep
      KILOMETRES: km | kms | kilometre | kilometres | kilometer | kilometers
      MILES: mile | miles | mi
      NEAR: near | close to | of the point
      ORDER: order by | ordered by | sort by | sorted by | sort on | sorted on | in order of | arranged by | order them by | sort them by | ordering by
      BY: by
      ASCENDING: ascending | asc | upwards | in ascending order | ascending order | lowest first | smallest first | oldest first | from low to high | a to z
      DESCENDING: descending | desc | downwards | in descending order | descending order | highest first | largest first | newest first | latest first | from high to low | z to a | reversed | in reverse order | in reverse
      LIMIT: limit | limited to | limit to | limit of | with a limit of | at most the first | show at most | no more results than
      FIRST: first | the first
      TOP: top | the top
      RESULTS: results | result | matches only
      SEARCH: search | search for | full text search | full-text search | full text search for | full-text search for | text search | text search for | about | mentioning | that mention | that mentions
      SEARCH: containing the words | containing the word | with the words | with the word | that say | with text
      ID: id | identifier | the id
      IDS: ids | identifiers
      DISTANCE: distance | proximity
      """;

  static final Vocabulary VOCABULARY = Vocabulary.of(English::singular, TABLE);

  private English() {}

  private static String singular(String word) {
    String lower = Vocabulary.fold(word);
    String irregular = IRREGULAR.get(lower);
    if (irregular != null) {
      return withCaseOf(word, irregular);
    }
    int length = lower.length();
    if (length < 4 || !lower.endsWith("s") || endsInAny(lower, "ss", "us", "is")) {
      return word;
    }
    if (lower.endsWith("ies")) {
      return word.substring(0, length - 3) + (word.charAt(length - 1) == 'S' ? "Y" : "y");
    }
    return endsInAny(lower, "sses", "shes", "ches", "xes", "zzes")
        ? word.substring(0, length - 2)
        : word.substring(0, length - 1);
  }

  static String withCaseOf(String word, String lower) {
    return Character.isUpperCase(word.charAt(0))
        ? Character.toUpperCase(lower.charAt(0)) + lower.substring(1)
        : lower;
  }

  static boolean endsInAny(String word, String... endings) {
    for (String ending : endings) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
