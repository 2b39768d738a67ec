package org.porin.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.Octets;

/** Juliet on the XMPP side watches Romeo on the other. */
final class Presences {
  static final AddressMapping ADDRESSES =
      new AddressMapping(
          Set.of("example.com"), Set.of("example.com", "example.net"), Optional.empty());
  static final PresenceMapping MAPPING = new PresenceMapping(ADDRESSES);
  static final SubscriptionMapping SUBSCRIPTIONS =
      new SubscriptionMapping(MAPPING, new ErrorMapping(ADDRESSES));
  static final PresUri JULIET = new PresUri("juliet", "example.com");
  static final PresUri ROMEO = new PresUri("romeo", "example.net");

  private Presences() {}

  /** A stanza of Juliet's to Romeo; an empty type is available presence. */
  static PresenceStanza juliet(String resource, String type) {
    return PresenceStanza.of(
        new Jid("juliet", "example.com", resource),
        new Jid("romeo", "example.net", ""),
        Optional.of(type).filter(text -> !text.isEmpty()));
  }

  /**
   * A document of Romeo's.
   *
   * @param tuples as {@code phone open}, {@code desk closed} or {@code desk open away}
   */
  static MimeEntity pidf(String... tuples) {
    return pidf("pres:romeo@example.net", Optional.empty(), tuples);
  }

  static MimeEntity pidf(String entity, Optional<String> timestamp, String... tuples) {
    StringBuilder text = new StringBuilder();
    text.append("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='").append(entity);
    text.append("'>");
    for (String tuple : tuples) {
      String[] parts = tuple.split(" ");
      text.append("<tuple id='").append(parts[0]).append("'><status><basic>").append(parts[1]);
      text.append("</basic>");
      if (parts.length > 2) {
        text.append("<show xmlns='jabber:client'>").append(parts[2]).append("</show>");
      }
      text.append("</status>");
      timestamp.ifPresent(at -> text.append("<timestamp>").append(at).append("</timestamp>"));
      text.append("</tuple>");
    }
    return entity("application/pidf+xml", text.append("</presence>").toString());
  }

  static MimeEntity entity(String type, String text) {
    return MimeEntity.of(List.of(new MimeHeader("Content-Type", type)), Octets.utf8(text));
  }

  /**
   * What is to be done, in few words: {@code +phone:away} and {@code -phone} are presence from a
   * resource, {@code KEEP} is durable first.
   */
  static List<String> words(List<Action> actions) {
    List<String> words = new ArrayList<>();
    for (Action action : actions) {
      words.add(word(action));
    }
    return words;
  }

  private static String word(Action action) {
    if (action instanceof Action.Tell tell) {
      return word(tell.stanza());
    }
    if (action instanceof Action.Ask ask) {
      return "ask " + ask.operation().duration().toSeconds() + " on " + ask.leg().name();
    }
    if (action instanceof Action.Keep keep) {
      return (keep.first() ? "KEEP " : "keep ") + ((WatchRow) keep.row()).phase();
    }
    if (action instanceof Action.Answer answer) {
      return answer.response().failure().map(failure -> "refuse: " + failure.text()).orElse("200");
    }
    return "forget";
  }

  static String word(PresenceStanza stanza) {
    String resource = stanza.from().orElseThrow().resource();
    if (stanza.isAvailable()) {
      return "+" + resource + stanza.show().map(show -> ":" + show).orElse("");
    }
    if (stanza.is("unavailable")) {
      return "-" + resource;
    }
    return stanza
        .error()
        .map(error -> "error " + error.condition().wire() + stanza.id().map(" "::concat).orElse(""))
        .orElse(stanza.type().orElseThrow());
  }
}
