package org.porin.membrane;

import java.util.List;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.TransId;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Message operations for tests, each change a new value. */
public final class Operations {
  public static final ImUri JULIET = new ImUri("juliet", "capulet.example");
  public static final ImUri NURSE = new ImUri("nurse", "capulet.example");
  public static final ImUri ROMEO = new ImUri("romeo", "montague.example");
  public static final ImUri BENVOLIO = new ImUri("benvolio", "montague.example");
  public static final ImUri PARIS = new ImUri("paris", "verona.example");

  private static final List<MimeHeader> TEXT =
      List.of(new MimeHeader("Content-Type", "text/plain"));

  private Operations() {}

  /** Out of the served domain, by the XMPP side. */
  public static MessageOperation outward(ImUri source, ImUri destination, String text) {
    return of(Side.XMPP, source, destination, text);
  }

  /** Into the served domain, by the SIP side. */
  public static MessageOperation inward(ImUri source, ImUri destination, String text) {
    return of(Side.SIMPLE, source, destination, text);
  }

  public static MessageOperation withRepeatKey(MessageOperation operation, String key) {
    return new MessageOperation(
        operation.source(),
        operation.destination(),
        new TransId("T-" + System.identityHashCode(operation)),
        operation.maxForwards(),
        operation.trace(),
        operation.origin(),
        Optional.of(key),
        operation.content());
  }

  public static MessageOperation withHops(
      MessageOperation operation, int hops, List<String> trace) {
    return new MessageOperation(
        operation.source(),
        operation.destination(),
        operation.transId(),
        hops,
        trace,
        operation.origin(),
        operation.repeatKey(),
        operation.content());
  }

  public static String textOf(MessageOperation operation) {
    try {
      return operation.content().entity().body().toUtf8();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static MessageOperation of(Side side, ImUri source, ImUri destination, String text) {
    return new MessageOperation(
        source,
        destination,
        new TransId("T1"),
        MessageOperation.INITIAL_MAX_FORWARDS,
        List.of(),
        new Origin(side, "peer"),
        Optional.empty(),
        new CpimMessage(List.of(), MimeEntity.of(TEXT, Octets.utf8(text))));
  }
}
