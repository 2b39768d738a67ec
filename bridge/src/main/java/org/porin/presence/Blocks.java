package org.porin.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.porin.address.DomainName;
import org.porin.address.Jid;
import org.porin.wire.MalformedException;

/** Whom users do not want to hear of. One thread. */
final class Blocks {
  private final Map<Jid, TreeMap<String, Jid>> byUser = new HashMap<>();

  void add(Jid user, Jid blocked) {
    byUser.computeIfAbsent(user, first -> new TreeMap<>()).put(blocked.toString(), blocked);
  }

  void remove(Jid user, Jid blocked) {
    TreeMap<String, Jid> all = byUser.get(user);
    if (all != null && all.remove(blocked.toString()) != null && all.isEmpty()) {
      byUser.remove(user);
    }
  }

  boolean has(Jid user, Jid blocked) {
    return byUser.getOrDefault(user, new TreeMap<>()).containsKey(blocked.toString());
  }

  /** Those of a user, in the order of their addresses. */
  List<Jid> of(Jid user) {
    return List.copyOf(byUser.getOrDefault(user, new TreeMap<>()).values());
  }

  /**
   * Whether a user has blocked somebody, by address or by domain.
   *
   * @param contact as XMPP knows it
   * @param domain of it on its own side, in A-labels
   */
  boolean block(Jid user, Jid contact, String domain) {
    TreeMap<String, Jid> all = byUser.get(user);
    return all != null && all.values().stream().anyMatch(each -> names(each, contact, domain));
  }

  /** Whether a block names a contact. */
  static boolean names(Jid blocked, Jid contact, String domain) {
    return blocked.localPart().isEmpty()
        ? domain.equals(aLabels(blocked.domain()))
        : blocked.equals(contact);
  }

  private static String aLabels(String domain) {
    try {
      return DomainName.toALabels(domain);
    } catch (MalformedException e) {
      return domain;
    }
  }
}
