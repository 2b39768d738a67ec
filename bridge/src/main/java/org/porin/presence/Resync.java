package org.porin.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;

/**
 * Finds the subscriptions whose two sides may not agree any more, and gives them their turn: those
 * of a link that was down, and those of which something had no room. One thread.
 */
final class Resync {
  private final Course<Watch> watches;
  private final Course<Audience> audiences;
  private final PresenceMapping mapping;
  private final Surroundings around;
  private final RandomGenerator random;

  Resync(
      Course<Watch> watches,
      Course<Audience> audiences,
      PresenceMapping mapping,
      Surroundings around,
      RandomGenerator random) {
    this.watches = watches;
    this.audiences = audiences;
    this.mapping = mapping;
    this.around = around;
    this.random = random;
  }

  /** The link of a domain is open. */
  void opened(String domain) {
    String link = new Jid("", domain, "").domain(); // as addresses have it
    Map<String, String> links = new HashMap<>(); // of foreign domains, of which there are few
    List<Held<?>> all = new ArrayList<>();
    for (Held<?> held : all()) {
      PresUri contact = held.pair().contact();
      if (links.computeIfAbsent(contact.domain(), foreign -> link(contact)).equals(link)) {
        all.add(held);
      }
    }
    queue(all);
  }

  /** What had no room. */
  void lost(Lost lost) {
    Optional<Collection<Pair>> pairs = lost.take();
    if (pairs.isEmpty()) {
      queue(all());
      return;
    }
    for (Pair pair : pairs.get()) {
      watches.table().find(pair).ifPresent(around::lost);
      audiences.table().find(pair).ifPresent(around::lost);
    }
  }

  /** A user wants to know anew; of how many contacts. */
  int wanted(PresUri user) {
    List<Held<?>> all = new ArrayList<>(watches.table().of(user));
    all.addAll(audiences.table().of(user));
    all.forEach(Held::want);
    queue(all);
    return (int) all.stream().map(held -> held.pair().contact()).distinct().count();
  }

  private void queue(List<Held<?>> some) {
    Collections.shuffle(some, new Random(random.nextLong())); // what is alike is not done together
    some.forEach(around::lost);
  }

  private List<Held<?>> all() {
    List<Held<?>> all = new ArrayList<>(watches.table().all());
    all.addAll(audiences.table().all());
    return all;
  }

  /** The domain of the link by which stanzas of a contact go; none where XMPP has no address. */
  private String link(PresUri contact) {
    try {
      Jid jid = mapping.toJid(contact);
      return jid.domain();
    } catch (UnmappableException e) {
      return "";
    }
  }
}
