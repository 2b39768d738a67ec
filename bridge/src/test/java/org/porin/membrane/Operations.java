package org.porin.membrane;

import java.util.List;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Hops;
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

  public static MessageOperation withRepeatKey(MessageOperation it, String key) {
    TransId transId = new TransId("T-" + System.identityHashCode(it));
    return changed(it, it.source(), transId, hops(it), it.origin(), Optional.of(key), it.content());
  }

  public static MessageOperation withHops(MessageOperation it, int hops, List<String> trace) {
    Hops further = new Hops(hops, trace);
    return changed(
        it, it.source(), it.transId(), further, it.origin(), it.repeatKey(), it.content());
  }

  public static MessageOperation withSource(MessageOperation it, ImUri source) {
    return changed(it, source, it.transId(), hops(it), it.origin(), it.repeatKey(), it.content());
  }

  public static MessageOperation withOrigin(MessageOperation it, Origin origin) {
    return changed(it, it.source(), it.transId(), hops(it), origin, it.repeatKey(), it.content());
  }

  public static MessageOperation withContent(MessageOperation it, CpimMessage content) {
    return changed(it, it.source(), it.transId(), hops(it), it.origin(), it.repeatKey(), content);
  }

  private static Hops hops(MessageOperation it) {
    return new Hops(it.maxForwards(), it.trace());
  }

  private static MessageOperation changed(
      MessageOperation it,
      ImUri source,
      TransId transId,
      Hops hops,
      Origin origin,
      Optional<String> repeatKey,
      CpimMessage content) {
    return new MessageOperation(
        source,
        it.destination(),
        transId,
        hops.maxForwards(),
        hops.trace(),
        origin,
        repeatKey,
        it.conversation(),
        content,
        it.carried());
  }

  public static String textOf(MessageOperation operation) {
    try {
      return operation.content().entity().body().toUtf8();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static MessageOperation of(Side side, ImUri source, ImUri destination, String text) {
    return MessageOperation.of(
        source,
        destination,
        new TransId("T1"),
        new Origin(side, "peer"),
        new CpimMessage(List.of(), MimeEntity.of(TEXT, Octets.utf8(text))));
  }
}
