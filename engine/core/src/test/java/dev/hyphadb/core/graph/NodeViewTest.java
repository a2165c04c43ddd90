package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records that are looked at in their stored form say what decoded nodes say. */
class NodeViewTest {
  private static final List<String> NAMES = List.of("", "a", "ab", "b", "ñ", "z");

  private final MemoryStore store = new MemoryStore();
  private final Replica replica =
      Replica.open(store, ReplicaOptions.DEFAULTS, NodeViewTest::sha256, byte[]::new);

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Fields randomFields(Random random) {
    Fields.Builder fields = Fields.builder();
    for (String name : NAMES) {
      switch (random.nextInt(5)) {
        case 0 -> fields.put(name, "text " + random.nextInt(3));
        case 1 -> fields.put(name, random.nextInt());
        case 2 -> fields.put(name, new Value.Items(List.of(Value.of("x".repeat(40)), Value.NULL)));
        default -> {}
      }
    }
    return fields.build();
  }

  @Test
  void viewsSayWhatNodesSay() {
    Random random = new Random(20261126);
    for (int step = 0; step < 400; step++) {
      String id = "n" + random.nextInt(20);
      // Written again, a node has registers of several commits; removed, it has none.
      Operation operation =
          switch (random.nextInt(8)) {
            case 0 -> new Operation.Remove(id);
            case 1 -> new Operation.Link(id, "n" + random.nextInt(20));
            default -> new Operation.Put(id, randomFields(random));
          };
      replica.submit(List.of(operation), 1000 + step);
      replica.flush(1000 + step);
      if (step % 10 == 0) {
        checkViews("seed 20261126, step " + step);
      }
    }
  }

  private void checkViews(String where) {
    GraphReader reader = new GraphReader(store);
    List<Node> all = new ArrayList<>();
    reader.forEach(all::add);
    List<Node> seen = new ArrayList<>();
    reader.forEachView(view -> {
      Node node = all.get(seen.size());
      for (String name : NAMES) {
        assertEquals(node.value().get(name), view.field(new PackedText(name)), where);
        checkTexts(node, view, name, where);
      }
      assertEquals(node.id(), view.id(), where);
      assertEquals(node.value(), view.value(), where);
      seen.add(view.node());
    });
    assertEquals(all, seen, where);
  }

  private static void checkTexts(Node node, NodeView view, String name, String where) {
    boolean isOther = view.hasOtherText(new PackedText(name), new PackedText("text 1"));
    if (node.value().get(name) instanceof Value.Text text) {
      assertEquals(!text.value().equals("text 1"), isOther, where);
    } else {
      assertFalse(isOther, where);
    }
    assertFalse(node.hasOtherText(new PackedText(name), new PackedText("text 1")), where);
  }
}
