package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.porin.conformance.load.Load;
import org.porin.requirement.Requirement;

/**
 * 10,000 messages each way over 100 pairs of source and destination, at full speed, through
 * ejabberd, with a SIP sink and a SIP source over TCP.
 */
@Alone
@RequiresDocker
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoadInterop {
  private static final int MESSAGES = 10_000;

  private static final Stage STAGE = new Stage();
  private static Load load;
  private static Porin porin;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    LoadScene.Traffic traffic = new LoadScene.Traffic(MESSAGES, 100, 0, 0);
    LoadScene scene = LoadScene.start(STAGE, traffic, "", List.of());
    load = scene.load();
    porin = scene.porin();
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Order(1)
  @Requirement("2779-5.4.2-1")
  void everyMessageOutArrivesOnceAndInOrder() throws Exception {
    Load.Outcome outcome = load.out();
    System.out.println("XMPP to SIP: " + outcome);
    assertThat(outcome.totals().isPerfect()).as(outcome.toString()).isTrue();
  }

  @Test
  @Order(2)
  @Requirement("2779-5.4.2-1")
  void everyMessageInArrivesOnceAndInOrder() throws Exception {
    Load.Outcome outcome = load.in();
    System.out.println("SIP to XMPP: " + outcome);
    assertThat(outcome.totals().isPerfect()).as(outcome.toString()).isTrue();
  }

  @Test
  @Order(3)
  void theLedgerOfTheBridgeIsThatOfTheBooks() throws Exception {
    porin.close();
    int out = MESSAGES + 1; // one found the way before
    assertThat(Ledger.ofXmpp(porin)).isEqualTo(new Ledger(out, out, 0, 0, 0));
    assertThat(Ledger.ofSip(porin)).isEqualTo(new Ledger(MESSAGES, 0, MESSAGES, 0, 0));
  }
}
