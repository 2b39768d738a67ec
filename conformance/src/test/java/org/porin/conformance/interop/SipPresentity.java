package org.porin.conformance.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The presence of SIP users of the tests: takes subscriptions at one loopback port, and tells what
 * it is told to tell (RFC 3856, RFC 6665 §4.2).
 */
final class SipPresentity implements AutoCloseable {
  private final SipPeer agent;
  private final SipCaller caller;

  private SipPresentity(SipPeer agent, SipCaller caller) {
    this.agent = agent;
    this.caller = caller;
  }

  /** Grants every subscription for the seconds that it asks for, until told otherwise. */
  static SipPresentity of(SipPeer agent, SipCaller caller) {
    SipPresentity presentity = new SipPresentity(agent, caller);
    presentity.grant(Integer.MAX_VALUE);
    return presentity;
  }

  /** Grants every later subscription, for so many seconds at most. */
  void grant(int seconds) {
    agent.answer(subscribe -> granted(subscribe, seconds));
  }

  /** Answers every later request with that status. */
  void refuse(String status, String... headers) {
    agent.answer(request -> SipPeer.Answer.of(status, headers));
  }

  SipPeer agent() {
    return agent;
  }

  SipPeer.Answer granted(SipWire subscribe, int seconds) {
    int asked = subscribe.header("Expires").map(Integer::parseInt).orElse(3_600);
    return SipPeer.Answer.of(
        "200 OK",
        "Expires: " + Math.min(asked, seconds),
        "Contact: <sip:127.0.0.1:" + agent.address().getPort() + ";transport=tcp>");
  }

  /** The next SUBSCRIBE that was not yet taken. */
  SipWire awaitSubscribe(Duration atMost) throws InterruptedException {
    SipWire request = agent.awaitRequest(atMost);
    if (!request.startLine().startsWith("SUBSCRIBE ")) {
      throw new AssertionError("no SUBSCRIBE but " + request);
    }
    return request;
  }

  /** The next SUBSCRIBE to that user, over those to others. */
  SipWire awaitSubscribe(String user, Duration atMost) throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      SipWire request = awaitSubscribe(atMost.minusNanos(System.nanoTime() - begin));
      if (request.header("To").orElse("").contains("sip:" + user)) {
        return request;
      }
    }
  }

  /** Our end of the dialog that a SUBSCRIBE begins. */
  SipDialog dialog(SipWire subscribe) {
    return SipDialog.notifying(agent.address(), subscribe);
  }

  /** Tells the state of the subscription, and that of the presentity where there is a document. */
  SipWire notify(SipDialog dialog, String state, Optional<String> pidf) throws IOException {
    List<String> fields = List.of("Event: presence", "Subscription-State: " + state);
    if (pidf.isEmpty()) {
      return caller.overTcp(dialog.request("NOTIFY", fields, ""));
    }
    List<String> withType =
        List.of(fields.get(0), fields.get(1), "Content-Type: application/pidf+xml");
    return caller.overTcp(dialog.request("NOTIFY", withType, pidf.get()));
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }
}
