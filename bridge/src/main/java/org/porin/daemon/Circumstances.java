package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.ContactPresence;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.pidf.Show;
import org.porin.profile.SubscriptionState;
import org.porin.wire.MalformedException;

/**
 * What a translation depends on besides its input.
 *
 * @param now what generated times say
 * @param addresses those of a configuration; empty where there is none
 * @param served the domains of XMPP users; empty for those of the input
 * @param messageId under which a notification is asked for where a stanza asks for a receipt
 * @param sent what was sent under each Message-ID, so that a notification becomes its receipt
 * @param from who sends an object that does not say so itself
 * @param to whom such an object is for
 * @param watcher whom a document or the answer to a subscription is for
 * @param target whose presence that is, where it does not say so itself
 * @param told what the watcher knows of the target
 * @param state that of the subscription in a NOTIFY, where it has changed
 */
record Circumstances(
    Instant now,
    Optional<AddressMapping> addresses,
    Set<String> served,
    Optional<String> messageId,
    Map<String, Requested> sent,
    Optional<ImUri> from,
    Optional<ImUri> to,
    Optional<PresUri> watcher,
    Optional<PresUri> target,
    ContactPresence told,
    Optional<SubscriptionState> state) {

  /**
   * These circumstances, completed by what a test vector says of itself in its {@code .meta.json}.
   *
   * @throws MalformedException when a value there cannot be read
   */
  Circumstances completedBy(JsonNode meta) throws MalformedException {
    JsonNode params = meta.path("params");
    Set<String> domains = new HashSet<>(served);
    if (domains.isEmpty()) {
      params.path("xmppDomains").forEach(domain -> domains.add(domain.asText()));
    }
    Map<String, Requested> requests = new HashMap<>();
    for (Map.Entry<String, JsonNode> known : params.path("known").properties()) {
      JsonNode request = known.getValue();
      requests.put(
          known.getKey(),
          new Requested(request.path("id").asText(), Jid.parse(request.path("to").asText())));
    }
    requests.putAll(sent);
    Map<String, String> words = new HashMap<>();
    meta.path("previous").properties().forEach(e -> words.put(e.getKey(), e.getValue().asText()));
    JsonNode cpp = meta.path("cpp");
    JsonNode sip =
        meta.path("sip").path("then").isMissingNode()
            ? meta.path("sip")
            : meta.path("sip").path("then");
    return new Circumstances(
        now,
        addresses,
        domains,
        messageId.or(() -> text(params.path("messageId"))),
        requests,
        or(from, meta.path("envelope").path("from"), ImUri::parse),
        or(to, meta.path("envelope").path("to"), ImUri::parse),
        or(or(watcher, meta.path("watcher"), PresUri::parse), cpp.path("watcher"), PresUri::parse),
        or(or(target, meta.path("target"), PresUri::parse), cpp.path("target"), PresUri::parse),
        told.resources().isEmpty() ? told(words) : told,
        or(state, sip.path("Subscription-State"), SubscriptionState::parse));
  }

  /** Resources by name, with {@code open}, {@code closed} or a show that they had. */
  static ContactPresence told(Map<String, String> words) throws MalformedException {
    SortedMap<String, Optional<Availability>> resources = new TreeMap<>();
    for (Map.Entry<String, String> known : words.entrySet()) {
      resources.put(known.getKey(), Optional.of(availability(known.getValue())));
    }
    return new ContactPresence(resources, Optional.empty());
  }

  private static Availability availability(String word) throws MalformedException {
    if (word.equals("closed")) {
      return Availability.UNAVAILABLE;
    }
    Optional<Show> show = Show.of(word);
    if (show.isEmpty() && !word.equals("open")) {
      throw new MalformedException("open, closed, chat, away, xa or dnd", 0);
    }
    return new Availability(true, show, List.of(), OptionalInt.empty());
  }

  /** How text becomes a value. */
  interface Reading<T> {
    T read(String text) throws MalformedException;
  }

  private static <T> Optional<T> or(Optional<T> given, JsonNode value, Reading<T> reading)
      throws MalformedException {
    return given.isPresent() || !value.isTextual()
        ? given
        : Optional.of(reading.read(value.asText()));
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }
}
