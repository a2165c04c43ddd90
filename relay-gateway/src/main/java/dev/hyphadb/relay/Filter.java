package dev.hyphadb.relay;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One filter of a REQ (NIP-01): members are joined by "and", the values of a member by "or". An
 * absent member is null (tags: missing from the map); an empty set matches nothing.
 *
 * @param tags tag letter to accepted values
 */
record Filter(
    Set<String> ids,
    Set<String> authors,
    Set<Integer> kinds,
    Map<Character, Set<String>> tags,
    long since,
    long until) {

  boolean matches(Event event) {
    return (ids == null || ids.contains(event.id()))
        && (authors == null || authors.contains(event.pubkey()))
        && (kinds == null || kinds.contains(event.kind()))
        && event.createdAt() >= since
        && event.createdAt() <= until
        && tags.entrySet().stream().allMatch(e -> hasTag(event, e.getKey(), e.getValue()));
  }

  private static boolean hasTag(Event event, char letter, Set<String> values) {
    for (List<String> tag : event.tags()) {
      if (tag.size() > 1
          && tag.get(0).length() == 1
          && tag.get(0).charAt(0) == letter
          && values.contains(tag.get(1))) {
        return true;
      }
    }
    return false;
  }
}
