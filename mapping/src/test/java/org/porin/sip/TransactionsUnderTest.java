package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.porin.sip.TransactionAction.DeliverRequest;
import org.porin.sip.TransactionAction.DeliverResponse;
import org.porin.sip.TransactionAction.Failed;
import org.porin.sip.TransactionAction.Ignored;
import org.porin.sip.TransactionAction.TimedOut;
import org.porin.sip.TransactionAction.Transmit;
import org.porin.wire.Octets;

/** Transactions with a clock, ids and a user that a test moves by words. */
final class TransactionsUnderTest {
  enum Flow implements SipFlow {
    UDP,
    TCP;

    @Override
    public boolean isReliable() {
      return this == TCP;
    }
  }

  private static final Via OUR_VIA = Via.of("UDP", "bridge.example", 5060);

  final SipTransactions<Flow> transactions;
  private final Flow flow;
  private long nowNanos;
  private int ids;
  private TransactionKey.ClientKey clientKey = new TransactionKey.ClientKey("none", "MESSAGE");
  private Optional<SipRequest> sent = Optional.empty();
  private Optional<TransactionKey.ServerKey> serverKey = Optional.empty();

  TransactionsUnderTest(Flow flow, int most) {
    this(flow, most, Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(10)); // the clock wraps around soon
  }

  TransactionsUnderTest(Flow flow, int most, long startNanos) {
    this.flow = flow;
    this.nowNanos = startNanos;
    this.transactions = new SipTransactions<>(SipTimers.DEFAULT, most, most, () -> "id" + ids++);
  }

  /** A request that a peer could send. */
  static SipRequest request(String uri, String branch, String cseq) {
    return SipExamples.request(
        """
        MESSAGE %s SIP/2.0\r
        Via: SIP/2.0/UDP peer.example:5070;branch=%s\r
        From: <sip:romeo@montague.example>;tag=f1\r
        To: <sip:juliet@capulet.example>\r
        Call-ID: c1\r
        CSeq: %s\r
        Content-Length: 0\r
        \r
        """
            .formatted(uri, branch, cseq));
  }

  static final SipRequest INCOMING =
      request("sip:juliet@capulet.example", "z9hG4bKone", "1 MESSAGE");

  /** Does what the words say, and tells what the last of them led to. */
  List<String> after(String words) {
    List<String> last = List.of();
    for (String word : words.trim().split(" +", -1)) {
      last = describe(perform(word));
    }
    return last;
  }

  /** Milliseconds to the next timer, or {@code -}. */
  String nextTimer() {
    OptionalLong nanos = transactions.nanosUntilNextTimer(nowNanos);
    return nanos.isPresent() ? "" + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong()) : "-";
  }

  SipRequest sent() {
    return sent.orElseThrow();
  }

  List<TransactionAction<Flow>> receive(SipRequest request) {
    List<TransactionAction<Flow>> actions = transactions.requestReceived(request, flow, nowNanos);
    for (TransactionAction<Flow> action : actions) {
      if (action instanceof DeliverRequest<Flow> delivery) {
        serverKey = Optional.of(delivery.key());
      }
    }
    return actions;
  }

  List<TransactionAction<Flow>> receive(SipResponse response) {
    return transactions.responseReceived(response, nowNanos);
  }

  List<TransactionAction<Flow>> perform(String word) {
    return switch (word) {
      case "send" -> send();
      case "receive" -> receive(INCOMING);
      case "tick" -> tick();
      case "fail" ->
          transactions.transportFailed(serverKey.isPresent() ? serverKey.get() : clientKey);
      default ->
          word.startsWith("wait")
              ? pass(Long.parseLong(word.substring(4)))
              : word.startsWith("answer")
                  ? answer(Integer.parseInt(word.substring(6)))
                  : receive(SipResponse.to(sent(), Integer.parseInt(word), "", "t1"));
    };
  }

  static List<String> describe(List<TransactionAction<Flow>> actions) {
    List<String> words = new ArrayList<>();
    for (TransactionAction<Flow> action : actions) {
      words.add(action.choose(new Description()));
    }
    return words;
  }

  private List<TransactionAction<Flow>> send() {
    SipRequest request =
        new SipRequest(
            "MESSAGE",
            "sip:romeo@montague.example",
            SipHeaders.of(
                "From", "<sip:juliet@capulet.example>;tag=f2",
                "To", "<sip:romeo@montague.example>",
                "Call-ID", "c2",
                "CSeq", "1 MESSAGE"),
            Octets.EMPTY);
    SipTransactions.Sending<Flow> sending = transactions.send(request, OUR_VIA, flow, nowNanos);
    clientKey = sending.key();
    for (TransactionAction<Flow> action : sending.actions()) {
      if (action instanceof Transmit<Flow> transmit) {
        sent = Optional.of((SipRequest) transmit.message());
      }
    }
    return sending.actions();
  }

  private List<TransactionAction<Flow>> answer(int status) {
    return transactions.answer(
        serverKey.orElseThrow(), SipResponse.to(INCOMING, status, "", "t2"), nowNanos);
  }

  private List<TransactionAction<Flow>> tick() {
    nowNanos += transactions.nanosUntilNextTimer(nowNanos).orElseThrow();
    return transactions.timersDue(nowNanos);
  }

  private List<TransactionAction<Flow>> pass(long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    return transactions.timersDue(nowNanos);
  }

  private record Description() implements TransactionAction.Cases<Flow, String> {
    @Override
    public String transmit(Transmit<Flow> action) {
      return "transmit " + word(action.message());
    }

    @Override
    public String deliverRequest(DeliverRequest<Flow> action) {
      return "deliver " + word(action.request());
    }

    @Override
    public String deliverResponse(DeliverResponse<Flow> action) {
      return "deliver " + word(action.response());
    }

    @Override
    public String timedOut(TimedOut<Flow> action) {
      return "timed out";
    }

    @Override
    public String failed(Failed<Flow> action) {
      return "failed " + action.cause();
    }

    @Override
    public String ignored(Ignored<Flow> action) {
      return "ignored " + action.reason();
    }

    private static String word(SipMessage message) {
      return message instanceof SipResponse response
          ? Integer.toString(response.status())
          : ((SipRequest) message).method();
    }
  }
}
