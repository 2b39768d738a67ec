package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.sip.TransactionAction.DeliverRequest;
import org.porin.sip.TransactionAction.DeliverResponse;
import org.porin.sip.TransactionAction.Failed;
import org.porin.sip.TransactionAction.TimedOut;
import org.porin.sip.TransactionsUnderTest.Flow;

/**
 * Whatever happens, in whatever order: each request has one outcome, and nothing stays for ever.
 */
class SipTransactionsPropertyTest {
  private static final int MOST = 5;

  @Provide
  Arbitrary<List<String>> inputs() {
    return Arbitraries.of(
            "send", "100", "200", "503", "fail", "wait1", "wait700", "wait5000", "wait33000")
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void eachRequestOfOursHasExactlyOneOutcome(
      @ForAll("inputs") List<String> inputs, @ForAll Flow flow) {
    TransactionsUnderTest under = new TransactionsUnderTest(flow, MOST);
    Map<TransactionKey, Integer> outcomes = new HashMap<>();
    int sent = 0;
    under.after("send");
    for (String input : inputs) {
      sent += input.equals("send") ? 1 : 0;
      count(under.perform(input), outcomes);
      assertThat(under.transactions.clientCount()).isLessThanOrEqualTo(MOST);
    }
    while (!under.nextTimer().equals("-")) {
      count(under.perform("tick"), outcomes);
    }
    assertThat(outcomes).hasSize(sent + 1).allSatisfy((key, n) -> assertThat(n).isEqualTo(1));
    assertThat(under.transactions.clientCount()).isZero();
  }

  @Provide
  Arbitrary<List<String>> requests() {
    return Arbitraries.of(
            "branch1",
            "branch2",
            "branch3",
            "branch4",
            "branch5",
            "branch6",
            "branch7",
            "answer100",
            "answer200",
            "answer404",
            "fail",
            "wait1",
            "wait9000",
            "wait33000")
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void aRequestIsDeliveredJustWhenItIsNewAndThereIsRoom(
      @ForAll("requests") List<String> inputs, @ForAll Flow flow) {
    TransactionsUnderTest under = new TransactionsUnderTest(flow, MOST);
    under.perform("receive");
    for (String input : inputs) {
      int before = under.transactions.serverCount();
      if (input.startsWith("branch")) {
        List<TransactionAction<Flow>> actions = under.receive(requestWith(input));
        int delivered = actions.get(0) instanceof DeliverRequest<Flow> ? 1 : 0;
        assertThat(under.transactions.serverCount()).isEqualTo(before + delivered);
        assertThat(under.receive(requestWith(input)))
            .as("the same again")
            .noneMatch(action -> action instanceof DeliverRequest<Flow>);
      } else {
        under.perform(input);
        assertThat(under.transactions.serverCount()).isLessThanOrEqualTo(before);
      }
      assertThat(under.transactions.serverCount()).isLessThanOrEqualTo(MOST);
    }
    while (!under.nextTimer().equals("-")) {
      under.perform("tick");
    }
    assertThat(under.transactions.serverCount()).isZero();
  }

  private static SipRequest requestWith(String branch) {
    String number = branch.substring("branch".length());
    return TransactionsUnderTest.request("sip:a@b", "z9hG4bK" + branch, number + " MESSAGE");
  }

  private static void count(
      List<TransactionAction<Flow>> actions, Map<TransactionKey, Integer> outcomes) {
    for (TransactionAction<Flow> action : actions) {
      if (action instanceof DeliverResponse<Flow> delivery && delivery.response().isFinal()) {
        outcomes.merge(delivery.key(), 1, Integer::sum);
      } else if (action instanceof TimedOut<Flow> timedOut) {
        outcomes.merge(timedOut.key(), 1, Integer::sum);
      } else if (action instanceof Failed<Flow> failed) {
        outcomes.merge(failed.key(), 1, Integer::sum);
      }
    }
  }
}
