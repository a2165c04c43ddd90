package dev.hyphadb.node;

import dev.hyphadb.Options;
import dev.hyphadb.core.graph.Resolver;
import java.util.List;

/** What {@code hypha.node.resolvers} lists. */
final class ConfiguredResolvers {
  private ConfiguredResolvers() {}

  /**
   * @param listed {@code field=resolver} each; the field may have equals signs itself
   * @throws IllegalArgumentException when one is of another form, or of a resolver that did not
   *     come with the engine
   */
  static Options add(List<String> listed, Options options) {
    Options added = options;
    for (String each : listed) {
      int split = each.lastIndexOf('=');
      if (split < 1) {
        throw new IllegalArgumentException(
            "hypha.node.resolvers lists field=resolver, such as score=greatest, not " + each);
      }
      Resolver resolver = Resolver.named(each.substring(split + 1));
      added = added.withResolver(each.substring(0, split), resolver);
    }
    return added;
  }
}
