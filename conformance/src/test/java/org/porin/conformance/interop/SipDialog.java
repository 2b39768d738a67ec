package org.porin.conformance.interop;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One end of a subscription's dialog, as a peer of the tests keeps it: makes that end's requests.
 */
final class SipDialog {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final InetSocketAddress own;
  private final String callId;
  private final String local;
  private final AtomicInteger cseq = new AtomicInteger();
  private volatile String remote;
  private volatile String target;

  private SipDialog(
      InetSocketAddress own, String callId, String local, String remote, String target) {
    this.own = own;
    this.callId = callId;
    this.local = local;
    this.remote = remote;
    this.target = target;
  }

  /** The watcher's end, before the first SUBSCRIBE. Addresses are without scheme. */
  static SipDialog watching(InetSocketAddress own, String watcher, String presentity) {
    int number = COUNT.incrementAndGet();
    return new SipDialog(
        own,
        number + "-" + System.nanoTime() + "@127.0.0.1",
        "<sip:" + watcher + ">;tag=w" + number,
        "<sip:" + presentity + ">",
        "sip:" + presentity);
  }

  /**
   * The notifier's end of the dialog that a SUBSCRIBE asks for.
   *
   * @param subscribe without a tag in To; {@link SipPeer} answers it with the tag {@code peer}
   */
  static SipDialog notifying(InetSocketAddress own, SipWire subscribe) {
    return new SipDialog(
        own,
        subscribe.header("Call-ID").orElseThrow(),
        subscribe.header("To").orElseThrow() + ";tag=peer",
        subscribe.header("From").orElseThrow(),
        uri(subscribe.header("Contact").orElseThrow()));
  }

  /** What tells the dialog from others. */
  String callId() {
    return callId;
  }

  /** Takes the tag and the address of the other end from its answer (RFC 3261 §12.1.2). */
  void established(SipWire answer) {
    remote = answer.header("To").orElseThrow();
    target = uri(answer.header("Contact").orElseThrow());
  }

  /** The other end is where its request says (RFC 6665 §3.2: a NOTIFY refreshes the target). */
  void refreshed(SipWire request) {
    target = uri(request.header("Contact").orElseThrow());
  }

  /** The next request of this end. */
  byte[] request(String method, List<String> headers, String body) {
    StringBuilder head = new StringBuilder();
    line(head, method + " " + target + " SIP/2.0");
    line(head, "Via: SIP/2.0/TCP " + at(own) + ";branch=z9hG4bKd" + COUNT.incrementAndGet());
    line(head, "Max-Forwards: 70");
    line(head, "From: " + local);
    line(head, "To: " + remote);
    line(head, "Call-ID: " + callId);
    line(head, "CSeq: " + cseq.incrementAndGet() + " " + method);
    line(head, "Contact: <sip:" + at(own) + ";transport=tcp>");
    headers.forEach(header -> line(head, header));
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    line(head, "Content-Length: " + octets.length);
    line(head, "");
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    message.writeBytes(octets);
    return message.toByteArray();
  }

  /** The URI between the angle brackets of a name-addr. */
  private static String uri(String field) {
    return field.substring(field.indexOf('<') + 1, field.indexOf('>'));
  }

  private static String at(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static void line(StringBuilder head, String line) {
    head.append(line).append("\r\n");
  }
}
