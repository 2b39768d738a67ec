package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.sip.TransactionsUnderTest.Flow;

/** RFC 3261 §17.1.2.2, figure 6: every input in every state. */
class ClientTransactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # flow | inputs                  | actions of the last       | left | next timer, ms
          # -- Trying
          UDP    | send                    | transmit MESSAGE          | 1    | 500
          TCP    | send                    | transmit MESSAGE          | 1    | 32000
          UDP    | send tick               | transmit MESSAGE          | 1    | 1000
          UDP    | send 100                | deliver 100               | 1    | 500
          TCP    | send 100                | deliver 100               | 1    | 32000
          UDP    | send 200                | deliver 200               | 1    | 5000
          TCP    | send 200                | deliver 200               | 0    | -
          UDP    | send 302                | deliver 302               | 1    | 5000
          UDP    | send 699                | deliver 699               | 1    | 5000
          TCP    | send 699                | deliver 699               | 0    | -
          TCP    | send tick               | timed out                 | 0    | -
          UDP    | send wait32000          | transmit MESSAGE,timed out | 0   | -
          UDP    | send fail               | failed TRANSPORT          | 0    | -
          TCP    | send fail               | failed TRANSPORT          | 0    | -
          # -- Proceeding
          UDP    | send 100 tick           | transmit MESSAGE          | 1    | 4000
          UDP    | send 100 tick tick      | transmit MESSAGE          | 1    | 4000
          UDP    | send tick 100 tick      | transmit MESSAGE          | 1    | 4000
          UDP    | send 100 183            | deliver 183               | 1    | 500
          UDP    | send 100 200            | deliver 200               | 1    | 5000
          TCP    | send 100 200            | deliver 200               | 0    | -
          UDP    | send 100 404            | deliver 404               | 1    | 5000
          TCP    | send 100 tick           | timed out                 | 0    | -
          UDP    | send 100 wait32000      | transmit MESSAGE,timed out | 0   | -
          UDP    | send 100 fail           | failed TRANSPORT          | 0    | -
          # -- Completed
          UDP    | send 200 200            | ignored REPEATED_RESPONSE | 1    | 5000
          UDP    | send 200 100            | ignored REPEATED_RESPONSE | 1    | 5000
          UDP    | send 200 500            | ignored REPEATED_RESPONSE | 1    | 5000
          UDP    | send 200 wait4999       |                           | 1    | 1
          UDP    | send 200 tick           |                           | 0    | -
          UDP    | send 200 fail           |                           | 1    | 5000
          # -- Terminated
          UDP    | send 200 tick 200       | ignored STRAY_RESPONSE    | 0    | -
          TCP    | send 200 200            | ignored STRAY_RESPONSE    | 0    | -
          TCP    | send tick 200           | ignored STRAY_RESPONSE    | 0    | -
          UDP    | send fail 200           | ignored STRAY_RESPONSE    | 0    | -
          TCP    | send 200 fail           |                           | 0    | -
          """)
  void eachInputHasItsActions(Flow flow, String inputs, String actions, int left, String next) {
    TransactionsUnderTest under = new TransactionsUnderTest(flow, 9);
    assertThat(String.join(",", under.after(inputs))).isEqualTo(actions == null ? "" : actions);
    assertThat(under.transactions.clientCount()).isEqualTo(left);
    assertThat(under.nextTimer()).isEqualTo(next);
  }

  @Test
  void aRequestIsRepeatedAtDoublingIntervalsUpToT2UntilTimerF() {
    TransactionsUnderTest under = new TransactionsUnderTest(Flow.UDP, 9);
    under.after("send");
    List<String> intervals = new ArrayList<>();
    List<String> actions = List.of();
    while (!under.nextTimer().equals("-")) {
      intervals.add(under.nextTimer());
      actions = under.after("tick");
    }
    assertThat(intervals)
        .containsExactly(
            "500", "1000", "2000", "4000", "4000", "4000", "4000", "4000", "4000", "4000", "500");
    assertThat(actions).containsExactly("timed out");
  }

  @Test
  void aRequestGoesOutWithOurViaOnTopAndABranchOfItsOwn() { // §8.1.1.7
    TransactionsUnderTest under = new TransactionsUnderTest(Flow.UDP, 9);
    under.after("send");
    assertThat(under.sent().topVia().toString())
        .isEqualTo("SIP/2.0/UDP bridge.example:5060;rport;branch=z9hG4bKid0");
    under.after("send");
    assertThat(under.sent().topVia().branch()).contains("z9hG4bKid1");
  }

  @Test
  void aResponseIsMatchedByBranchAndMethodAndSentBy() { // §17.1.3, §18.1.2
    TransactionsUnderTest under = new TransactionsUnderTest(Flow.UDP, 9);
    under.after("send");
    SipResponse right = SipResponse.to(under.sent(), 200, "OK", "t");
    Via via = right.topVia();
    SipHeaders headers = right.headers();
    assertThat(
            List.of(
                headers.withFirst("Via", via.withBranch("z9hG4bKid9").toString()),
                headers.withFirst("CSeq", "1 OPTIONS"),
                headers.withFirst("Via", via.toString().replace("bridge", "other")),
                headers.withFirst("Via", via.toString().replace("5060", "5061")),
                headers.withFirst("Via", via.toString().replace(";branch=z9hG4bKid0", "")),
                headers.with("Via", via.toString())))
        .allSatisfy(
            wrong ->
                assertThat(
                        TransactionsUnderTest.describe(
                            under.receive(new SipResponse(200, "OK", wrong, right.body()))))
                    .containsExactly("ignored STRAY_RESPONSE"));
    assertThat(TransactionsUnderTest.describe(under.receive(right))).containsExactly("deliver 200");
  }

  @Test
  void beyondTheBoundARequestFailsAtOnceAndIsNotSent() {
    TransactionsUnderTest under = new TransactionsUnderTest(Flow.UDP, 2);
    assertThat(under.after("send send send")).containsExactly("failed FULL");
    assertThat(under.transactions.clientCount()).isEqualTo(2);
    assertThat(under.after("wait32000 send")).containsExactly("transmit MESSAGE");
  }
}
