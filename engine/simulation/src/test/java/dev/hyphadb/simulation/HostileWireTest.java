package dev.hyphadb.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Sessions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hostile peer invents has to be well-formed, or it would never get further than that. */
class HostileWireTest {
  private static final PeerId HOSTILE = new PeerId("f".repeat(64));
  private static final int SESSION_OFFSET = 1;
  private static final int SESSION_BYTES = 4;

  /** Flags, session, type and version. */
  private static final int OWN_SESSION_OFFSET = 9;

  private HostileWire wire;
  private Replica replica;
  private byte[] session;

  @BeforeEach
  void connect() {
    World world =
        new World(2, SimulationOptions.chosenBy(2), SimulationTest.sha256(), StoreLayer.NONE);
    SimulatedPeer peer = world.add(world.emptyDisk(), Wire.HONEST);
    peer.start();
    wire = new HostileWire(world);
    replica = peer.replica();
    replica.connect(HOSTILE);
    for (Sessions.Outgoing outgoing : replica.flush(peer.clock.nowMillis()).outgoing()) {
      session = new byte[SESSION_BYTES];
      System.arraycopy(outgoing.frame(), OWN_SESSION_OFFSET, session, 0, SESSION_BYTES);
    }
  }

  private void receive(byte[] frame, boolean isAddressed) {
    if (isAddressed) {
      System.arraycopy(session, 0, frame, SESSION_OFFSET, SESSION_BYTES);
    }
    replica.receive(HOSTILE, frame, 0);
    Map<String, Long> rejections = new TreeMap<>(replica.status().rejections());
    // Counted, and the Hello is taken.
    rejections.remove("resolvers-differ");
    assertEquals(Map.of(), rejections);
  }

  @Test
  void itsHelloIsTaken() {
    receive(wire.hello(), false);
  }

  @Test
  void itsStatusIsTaken() {
    receive(wire.hello(), false);
    receive(wire.status(), true);
  }

  @Test
  void itsCommitsAreTaken() {
    receive(wire.hello(), false);
    wire.equivocation().forEach(frame -> receive(frame, true));
  }
}
