package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.sip.TransactionsUnderTest.INCOMING;
import static org.porin.sip.TransactionsUnderTest.describe;
import static org.porin.sip.TransactionsUnderTest.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;
import org.porin.sip.TransactionAction.Transmit;
import org.porin.sip.TransactionsUnderTest.Flow;

/** RFC 3261 §17.2.2, figure 8: every input in every state. */
class ServerTransactionTest {
  private final TransactionsUnderTest under = new TransactionsUnderTest(Flow.UDP, 3);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # flow | inputs                               | actions of the last      | left | timer, ms
          # -- Trying
          UDP    | receive                              | deliver MESSAGE          | 1    | 32000
          TCP    | receive                              | deliver MESSAGE          | 1    | 32000
          UDP    | receive receive                      | ignored REPEATED_REQUEST | 1    | 32000
          UDP    | receive answer100                    | transmit 100             | 1    | 32000
          UDP    | receive answer200                    | transmit 200             | 1    | 32000
          TCP    | receive answer200                    | transmit 200             | 0    | -
          UDP    | receive answer603                    | transmit 603             | 1    | 32000
          UDP    | receive wait31999                    |                          | 1    | 1
          UDP    | receive tick                         | timed out                | 0    | -
          TCP    | receive tick                         | timed out                | 0    | -
          UDP    | receive fail                         | failed TRANSPORT         | 0    | -
          # -- Proceeding
          UDP    | receive answer100 receive            | transmit 100             | 1    | 32000
          UDP    | receive answer100 answer183 receive  | transmit 183             | 1    | 32000
          UDP    | receive answer100 answer183          | transmit 183             | 1    | 32000
          UDP    | receive answer100 answer404          | transmit 404             | 1    | 32000
          TCP    | receive answer100 answer404          | transmit 404             | 0    | -
          UDP    | receive wait9000 answer100           | transmit 100             | 1    | 23000
          UDP    | receive answer100 tick               | timed out                | 0    | -
          UDP    | receive answer100 fail               | failed TRANSPORT         | 0    | -
          # -- Completed
          UDP    | receive wait9000 answer200           | transmit 200             | 1    | 32000
          UDP    | receive answer200 receive            | transmit 200             | 1    | 32000
          UDP    | receive answer200 wait9000 receive   | transmit 200             | 1    | 23000
          UDP    | receive answer200 answer100          | ignored LATE_ANSWER      | 1    | 32000
          UDP    | receive answer200 answer500          | ignored LATE_ANSWER      | 1    | 32000
          UDP    | receive answer200 answer500 receive  | transmit 200             | 1    | 32000
          UDP    | receive answer200 tick               |                          | 0    | -
          UDP    | receive answer200 fail               | failed TRANSPORT         | 0    | -
          # -- Terminated
          UDP    | receive answer200 tick receive       | deliver MESSAGE          | 1    | 32000
          UDP    | receive tick answer200               | ignored LATE_ANSWER      | 0    | -
          TCP    | receive answer200 answer200          | ignored LATE_ANSWER      | 0    | -
          TCP    | receive answer200 receive            | deliver MESSAGE          | 1    | 32000
          UDP    | receive fail fail                    |                          | 0    | -
          """)
  void eachInputHasItsActions(Flow flow, String inputs, String actions, int left, String next) {
    TransactionsUnderTest table = new TransactionsUnderTest(flow, 9);
    assertThat(String.join(",", table.after(inputs))).isEqualTo(actions == null ? "" : actions);
    assertThat(table.transactions.serverCount()).isEqualTo(left);
    assertThat(table.nextTimer()).isEqualTo(next);
  }

  @Test
  void aRequestIsMatchedByBranchAndSentByAndMethod() { // §17.2.3
    under.after("receive");
    SipHeaders headers = INCOMING.headers();
    SipHeaders otherPort =
        headers.withFirst("Via", "SIP/2.0/UDP peer.example:5071;branch=z9hG4bKone");
    assertThat(describe(under.receive(INCOMING.withHeaders(otherPort))))
        .containsExactly("deliver MESSAGE");
    SipRequest cancel =
        new SipRequest(
            "CANCEL",
            INCOMING.requestUri(),
            headers.withFirst("CSeq", "1 CANCEL"),
            INCOMING.body());
    assertThat(describe(under.receive(cancel))).containsExactly("deliver CANCEL");
    SipHeaders sameTransaction =
        headers.withFirst("Via", "SIP/2.0/UDP PEER.example:5070;rport;branch=z9hG4bKone");
    assertThat(describe(under.receive(INCOMING.withHeaders(sameTransaction))))
        .containsExactly("ignored REPEATED_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({"1234567", "z9hG4bK", "z9hG4b1"})
  void aRequestWithoutAUniqueBranchIsMatchedByAllThatNamesIt(String branch) { // §17.2.3
    String uri = INCOMING.requestUri();
    SipRequest old = request(uri, branch, "1 MESSAGE");
    assertThat(describe(under.receive(old))).containsExactly("deliver MESSAGE");
    assertThat(describe(under.receive(old))).containsExactly("ignored REPEATED_REQUEST");
    SipRequest next = request(uri, branch, "2 MESSAGE");
    assertThat(describe(under.receive(next))).containsExactly("deliver MESSAGE");
    assertThat(describe(under.receive(next))).containsExactly("ignored REPEATED_REQUEST");
  }

  @Test
  @Requirement("3261-8.2.2.2-1")
  void aForkOfAnOngoingRequestIsRefusedAsMerged() {
    SipRequest fork = request("sip:juliet@balcony.example", "z9hG4bKtwo", "1 MESSAGE");
    under.after("receive");
    assertThat(describe(under.receive(fork))).containsExactly("transmit 482");
    under.after("answer200");
    assertThat(describe(under.receive(fork))).containsExactly("transmit 482");
    assertThat(under.transactions.serverCount()).isEqualTo(1);
    under.after("tick"); // the first is over
    assertThat(describe(under.receive(fork))).containsExactly("deliver MESSAGE");
  }

  @Test
  void aRequestWithAToTagOrAnotherCSeqIsNotMerged() { // §8.2.2.2
    under.after("receive");
    SipRequest fork = request("sip:juliet@balcony.example", "z9hG4bKtwo", "1 MESSAGE");
    SipHeaders inDialog = fork.headers().withFirst("To", "<sip:juliet@capulet.example>;tag=x");
    assertThat(describe(under.receive(fork.withHeaders(inDialog))))
        .containsExactly("deliver MESSAGE");
    SipRequest next = request("sip:juliet@balcony.example", "z9hG4bKthree", "2 MESSAGE");
    assertThat(describe(under.receive(next))).containsExactly("deliver MESSAGE");
  }

  @Test
  void aRepeatByAnotherWayToTheSameUriIsForTheUserToRecognise() { // OPEN b
    under.after("receive");
    SipRequest repeat = request(INCOMING.requestUri(), "z9hG4bKtwo", "1 MESSAGE");
    assertThat(describe(under.receive(repeat))).containsExactly("deliver MESSAGE");
  }

  @Test
  @Requirement("3261-8.2.2.2-1")
  void theSameRequestToTheSameUriFromElsewhereIsRefusedAsMerged() { // OPEN b
    SipRequest first = INCOMING.receivedFrom("192.0.2.1", 5060);
    SipRequest again = request(INCOMING.requestUri(), "z9hG4bKtwo", "1 MESSAGE");
    under.receive(first);
    assertThat(describe(under.receive(again.receivedFrom("192.0.2.2", 5060))))
        .containsExactly("transmit 482");
    assertThat(describe(under.receive(again.receivedFrom("192.0.2.1", 40_000))))
        .containsExactly("deliver MESSAGE");
  }

  @Test
  void anAddressIsTheSameInAndOutOfBrackets() {
    SipRequest named =
        INCOMING.withHeaders(
            INCOMING.headers().withFirst("Via", "SIP/2.0/TCP [2001:db8::A];branch=z9hG4bKone"));
    under.receive(named.receivedFrom("2001:db8::a", 5060));
    SipRequest again = request(INCOMING.requestUri(), "z9hG4bKtwo", "1 MESSAGE");
    assertThat(describe(under.receive(again.receivedFrom("2001:db8::a", 5060))))
        .containsExactly("deliver MESSAGE");
  }

  @Test
  void beyondTheBoundARequestIsAskedToComeLater() {
    for (int i = 0; i < 3; i++) {
      under.receive(request(INCOMING.requestUri(), "z9hG4bKx" + i, i + " MESSAGE"));
    }
    assertThat(under.receive(INCOMING))
        .singleElement()
        .isInstanceOfSatisfying(
            Transmit.class,
            transmit -> {
              SipResponse response = (SipResponse) transmit.message();
              assertThat(response.status()).isEqualTo(503);
              assertThat(response.headers().first("Retry-After")).contains("5");
              assertThat(response.to().tag()).isPresent();
              assertThat(response.vias()).isEqualTo(INCOMING.vias());
            });
    assertThat(under.transactions.serverCount()).isEqualTo(3);
    under.after("wait32000");
    assertThat(describe(under.receive(INCOMING))).containsExactly("deliver MESSAGE");
  }

  @Test
  void anAckIsCountedAndNothingElse() {
    SipRequest ack =
        new SipRequest(
            "ACK",
            INCOMING.requestUri(),
            INCOMING.headers().withFirst("CSeq", "1 ACK"),
            INCOMING.body());
    assertThat(describe(under.receive(ack))).containsExactly("ignored STRAY_ACK");
  }
}
