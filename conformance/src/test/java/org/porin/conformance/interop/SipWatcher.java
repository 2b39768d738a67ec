package org.porin.conformance.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A SIP user agent of the tests that watches one presentity in one dialog (RFC 3856). */
final class SipWatcher implements AutoCloseable {
  private final SipPeer agent;
  private SipCaller caller;
  private final SipDialog dialog;
  private boolean established;

  private SipWatcher(SipPeer agent, SipCaller caller, SipDialog dialog) {
    this.agent = agent;
    this.caller = caller;
    this.dialog = dialog;
  }

  /** Nothing is sent yet. Addresses are without scheme. */
  static SipWatcher of(SipCaller caller, String watcher, String presentity) throws IOException {
    SipPeer agent = SipPeer.open();
    return new SipWatcher(agent, caller, SipDialog.watching(agent.address(), watcher, presentity));
  }

  /**
   * Subscribes, refreshes or, with zero, fetches or ends: as RFC 6665 §4.1.2 has one request for
   * all of it.
   */
  SipWire subscribe(int seconds, String... headers) throws IOException {
    return subscribe("presence", seconds, headers);
  }

  /** The same for another event package. */
  SipWire subscribe(String event, int seconds, String... headers) throws IOException {
    List<String> fields = new ArrayList<>(Arrays.asList(headers));
    fields.add("Event: " + event);
    fields.add("Expires: " + seconds);
    SipWire answer = caller.overTcp(dialog.request("SUBSCRIBE", fields, ""));
    if (!established && answer.status() < 300) {
      dialog.established(answer);
      established = true;
    }
    return answer;
  }

  /** The next notification that was not yet taken. */
  SipWire awaitNotify(Duration atMost) throws InterruptedException {
    SipWire request = agent.awaitRequest(atMost);
    if (!request.startLine().startsWith("NOTIFY ")) {
      throw new AssertionError("no NOTIFY but " + request);
    }
    return request;
  }

  /** Passes over notifications until one has the text in its head or body. */
  SipWire awaitNotify(String text, Duration atMost) throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      SipWire request = awaitNotify(atMost.minusNanos(System.nanoTime() - begin));
      if (request.toString().contains(text)) {
        return request;
      }
    }
  }

  /** Notifications that nobody has taken yet. */
  int waiting() {
    return agent.waiting();
  }

  /** From now on it finds the other end where a notification says that it is. */
  void follow(SipWire notification, SipCaller there) {
    dialog.refreshed(notification);
    caller = there;
  }

  /** How its user agent answers notifications. */
  SipPeer agent() {
    return agent;
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }
}
