package dev.hyphadb.core.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.Fields;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private long refusals = 1;
  private long forgotten;

  private final SyncHost host =
      (SyncHost)
          Proxy.newProxyInstance(
              SyncHost.class.getClassLoader(),
              new Class<?>[] {SyncHost.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "refusals" -> refusals;
                    case "forgotten" -> forgotten;
                    default -> throw new AssertionError(method + " is not asked here");
                  });

  private final RefusedKeys refused = new RefusedKeys(host);
  private final Agreement agreement = new Agreement(host, refused, null);

  @Test
  void hashesDecideUntilSomethingIsRefusedOnEitherSide() {
    refusals = 0;
    agreement.greeted(null, false);
    assertFalse(agreement.isOn());
    refused.peerRemembers(1);
    assertTrue(agreement.isOn());
  }

  @Test
  void hasNotGivenBeforeEverythingWasGoneThrough() {
    agreement.greeted(null, false);
    assertFalse(agreement.hasGiven());
    assertTrue(agreement.isExchangeDue(true));
    agreement.exchangeBegins();
    agreement.wentThrough();
    assertTrue(agreement.hasGiven());
    assertFalse(agreement.isExchangeDue(true));
    assertTrue(agreement.isExchangeDue(false), "the peer has not given");
  }

  @Test
  void equalHashesAreAsGood() {
    refusals = 0;
    agreement.greeted(null, false);
    agreement.areEqual();
    refusals = 1;
    assertTrue(agreement.hasGiven());
    assertFalse(agreement.isExchangeDue(true));
  }

  @Test
  void leavingTheLogEndsItAndAnExchangeUnderWayBeganTooEarly() {
    agreement.greeted(null, false);
    agreement.wentThrough();
    agreement.leftLog(true);
    agreement.wentThrough();
    assertFalse(agreement.hasGiven());
    assertTrue(agreement.isStartDue());
    agreement.exchangeBegins();
    agreement.wentThrough();
    assertTrue(agreement.hasGiven());
  }

  @Test
  void whatTheReplicaForgetsIsLostUntilEverythingIsGoneThroughAgain() {
    agreement.greeted(null, false);
    agreement.wentThrough();
    forgotten++;
    assertFalse(agreement.mayBeDone());
    assertTrue(agreement.isExchangeDue(true));
    agreement.exchangeBegins();
    assertTrue(agreement.mayBeDone());
    agreement.lost();
    assertFalse(agreement.mayBeDone());
    agreement.areEqual();
    assertTrue(agreement.mayBeDone());
  }

  @Test
  void wherePartsAreWantedBothBeginByThemselves() {
    agreement.greeted(new Scope(List.of(Fields.EMPTY), 0), false);
    assertFalse(agreement.isExchangeDue(false));
  }
}
