package org.porin.simple;

import static org.porin.simple.PlainPeer.header;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.address.PresUri;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.wire.Octets;

/** Subscriptions as a test writes them: ours as operations, those of strangers as text. */
final class Presences {
  static final PresUri JULIET = new PresUri("juliet", "capulet.example");
  static final PresUri ROMEO = new PresUri("romeo", "montague.example");
  static final String PIDF =
      "<?xml version='1.0' encoding='UTF-8'?><presence xmlns='urn:ietf:params:xml:ns:pidf' "
          + "entity='pres:juliet@capulet.example'><tuple id='ID-balcony'><status><basic>open</basic>"
          + "</status></tuple></presence>";

  private static final Pattern ANGLES = Pattern.compile("<([^>]*)>");

  private Presences() {}

  /** Juliet asks for Romeo's presence. */
  static Outcome subscribe(Bridge bridge, Leg leg, long seconds) throws Exception {
    Hops hops = new Hops(69, List.of("bridge-a"));
    return bridge
        .transport()
        .subscribe(asking(seconds), leg, hops)
        .toCompletableFuture()
        .get(50, TimeUnit.SECONDS);
  }

  /** The same, and whoever keeps the legs keeps the one that comes back. */
  static Outcome subscribe(Bridge bridge, Keeper keeper, Leg leg, long seconds) throws Exception {
    return bridge
        .transport()
        .subscribe(asking(seconds), leg, Hops.NEW)
        .whenComplete((outcome, fault) -> keeper.keep(outcome.leg()))
        .toCompletableFuture()
        .get(50, TimeUnit.SECONDS);
  }

  private static Subscribe asking(long seconds) {
    return new Subscribe(
        JULIET, ROMEO, Duration.ofSeconds(seconds), new SubscriptId("s1"), new TransId("t1"));
  }

  /** A new leg for that. */
  static Leg leg(Bridge bridge) {
    return bridge.transport().leg(JULIET, ROMEO);
  }

  /** Romeo is told of Juliet. */
  static Outcome tell(Bridge bridge, Leg leg, SubscriptionState state, Optional<String> pidf)
      throws Exception {
    Optional<MimeEntity> document =
        pidf.map(
            text ->
                MimeEntity.of(
                    List.of(
                        new MimeHeader("Content-Type", "application/pidf+xml; charset=utf-8"),
                        new MimeHeader("Content-Language", "it")),
                    Octets.utf8(text)));
    Notification notification = new Notification(ROMEO, JULIET, state, document, new TransId("n1"));
    return bridge
        .transport()
        .notify(notification, leg, Hops.NEW)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  /** What is between the angle brackets of a header. */
  static String uri(String message, String name) {
    Matcher angles = ANGLES.matcher(header(message, name));
    if (!angles.find()) {
      throw new AssertionError("no " + name + " in " + message);
    }
    return angles.group(1);
  }

  /** The number in CSeq. */
  static long number(String message) {
    return Long.parseLong(header(message, "CSeq").split(" ", 2)[0]);
  }

  /** A NOTIFY to who sent a SUBSCRIBE, from an end with a tag. */
  static String notifying(
      String subscribe, String fromTag, long number, String state, String body, String... more) {
    StringBuilder lines = new StringBuilder();
    lines.append("NOTIFY ").append(uri(subscribe, "Contact")).append(" SIP/2.0\r\n");
    lines.append("Via: SIP/2.0/TCP pa.montague.example;branch=z9hG4bK").append(fromTag);
    lines.append(number).append(body.length()).append(state.length()).append(more.length);
    lines.append("\r\nMax-Forwards: 70\r\n");
    lines.append("From: <").append(uri(subscribe, "To")).append(">;tag=").append(fromTag);
    lines.append("\r\nTo: ").append(header(subscribe, "From"));
    lines.append("\r\nCall-ID: ").append(header(subscribe, "Call-ID"));
    lines.append("\r\nCSeq: ").append(number).append(" NOTIFY\r\n");
    if (!has(more, "Event")) {
      lines.append("Event: presence\r\n");
    }
    if (!state.isEmpty()) {
      lines.append("Subscription-State: ").append(state).append("\r\n");
    }
    return finished(lines, body, "application/pidf+xml", more);
  }

  /** A SUBSCRIBE of Romeo to Juliet, as a stranger writes it. */
  static String subscribe(String uri, String to, String contact, long number, String... more) {
    StringBuilder lines = new StringBuilder("SUBSCRIBE " + uri + " SIP/2.0\r\n");
    lines.append("Via: SIP/2.0/TCP ua.montague.example;branch=z9hG4bK").append(number);
    lines.append(to.hashCode()).append(String.join("", more).hashCode());
    lines.append(";rport\r\n");
    if (!has(more, "Max-Forwards")) {
      lines.append("Max-Forwards: 70\r\n");
    }
    lines.append("From: Romeo <sip:romeo@montague.example>;tag=r1\r\n");
    lines.append("To: ").append(to).append("\r\n");
    lines.append("Call-ID: watch@ua.montague.example\r\n");
    lines.append("CSeq: ").append(number).append(" SUBSCRIBE\r\n");
    if (!contact.isEmpty()) {
      lines.append("Contact: <").append(contact).append(">\r\n");
    }
    if (!has(more, "Event")) {
      lines.append("Event: presence\r\n");
    }
    return finished(lines, "", "", more);
  }

  private static String finished(StringBuilder lines, String body, String type, String... more) {
    for (String header : more) {
      if (!header.endsWith("-")) { // "Event-" leaves the header out
        lines.append(header).append("\r\n");
      }
    }
    if (!body.isEmpty() && !has(more, "Content-Type")) {
      lines.append("Content-Type: ").append(type).append("\r\n");
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return lines.append("Content-Length: " + length + "\r\n\r\n").append(body).toString();
  }

  private static boolean has(String[] headers, String name) {
    for (String header : headers) {
      if (header.startsWith(name + ":") || header.equals(name + "-")) {
        return true;
      }
    }
    return false;
  }
}
