package org.porin.presence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/** Juliet and her server, as RFC 6121 §3 and §4 describe them; the model for one watcher. */
final class AudienceServer {
  /** Stanzas on their way to the bridge. */
  final Deque<PresenceStanza> sent = new ArrayDeque<>();

  /** Each resource with its show. */
  final Map<String, String> online = new TreeMap<>();

  boolean linkUp = true;

  /** Whether it leaves a probe without answer when nobody is there (§4.3.2, case 3). */
  boolean silent;

  /** The roster: pending in, and from. */
  boolean pending;

  boolean from;

  private Optional<PresenceStanza> question = Optional.empty();

  /** A stanza of the bridge has arrived. */
  void took(PresenceStanza stanza) {
    switch (stanza.type().orElse("")) {
      case "subscribe" -> asked(stanza);
      case "probe" -> probed();
      default -> {} // unavailable changes no roster
    }
  }

  private void asked(PresenceStanza stanza) {
    question = Optional.of(stanza);
    if (from) {
      send("subscribed"); // §3.1.3
    } else {
      pending = true;
    }
  }

  private void probed() {
    if (!from) {
      send("unsubscribed");
    } else if (!online.isEmpty()) {
      online.keySet().forEach(this::tell);
    } else if (!silent) {
      send("unavailable");
    }
  }

  void approves() {
    if (pending) {
      pending = false;
      from = true;
      send("subscribed");
      online.keySet().forEach(this::tell);
    }
  }

  void refuses() {
    if (pending || from) {
      pending = false;
      from = false;
      send("unsubscribed");
    }
  }

  /** The account is gone for a moment: what it was asked bounces. */
  void bounces() {
    if (pending) {
      pending = false;
      StanzaError error = StanzaError.of(Condition.ITEM_NOT_FOUND, "no");
      queue((PresenceStanza) StanzaCodec.errorOf(question.orElseThrow(), error).orElseThrow());
    }
  }

  void seeks() {
    send("subscribe");
  }

  void shows(String resource, String show) {
    online.put(resource, show);
    if (from) {
      tell(resource);
    }
  }

  void leaves(String resource) {
    if (online.remove(resource) != null && from) {
      queue(
          PresenceStanza.of(
              AudienceScene.JULIET_JID.withResource(resource),
              AudienceScene.ROMEO_JID,
              Optional.of("unavailable")));
    }
  }

  void linkFails() {
    linkUp = false;
    sent.clear();
  }

  private void tell(String resource) {
    queue(
        PresenceStanza.of(
                AudienceScene.JULIET_JID.withResource(resource),
                AudienceScene.ROMEO_JID,
                Optional.empty())
            .withShow(Optional.ofNullable(online.get(resource)).orElseThrow()));
  }

  private void send(String type) {
    queue(PresenceStanza.of(AudienceScene.JULIET_JID, AudienceScene.ROMEO_JID, Optional.of(type)));
  }

  private void queue(PresenceStanza stanza) {
    if (linkUp) {
      sent.add(stanza);
    }
  }
}
