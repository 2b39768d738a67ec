package org.porin.conformance.interop;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.PresenceBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.roster.RosterEntry;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;

/** One client of a user of capulet.example: her roster, and whom she sees there. */
final class RosterUser implements AutoCloseable {
  private final XMPPTCPConnection connection;
  private final Roster roster;
  private final BlockingQueue<Presence> stanzas = new LinkedBlockingQueue<>();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Map<Jid, Presence> present = new ConcurrentHashMap<>();

  private RosterUser(XMPPTCPConnection connection) {
    this.connection = connection;
    this.roster = Roster.getInstanceFor(connection);
  }

  /** Logs in and is available. */
  static RosterUser logIn(String name, String resource, int port) throws Exception {
    XMPPTCPConnection connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain("capulet.example")
                .setHost("localhost")
                .setPort(port)
                .setSecurityMode(SecurityMode.disabled)
                .setUsernameAndPassword(name, "balcony")
                .setResource(resource)
                .setSendPresence(false) // before we listen
                .build());
    connection.setUseStreamManagement(false);
    RosterUser user = new RosterUser(connection);
    user.roster.setSubscriptionMode(Roster.SubscriptionMode.manual);
    connection.addSyncStanzaListener(
        stanza -> user.received((Presence) stanza), StanzaTypeFilter.PRESENCE);
    connection.connect().login();
    user.available(Optional.empty(), "", 0);
    return user;
  }

  private void received(Presence stanza) {
    heard.add(stanza.toXML().toString());
    if (stanza.getType() == Presence.Type.available) {
      present.put(stanza.getFrom(), stanza);
    } else if (stanza.getType() == Presence.Type.unavailable) {
      present.remove(stanza.getFrom());
    }
    stanzas.add(stanza);
  }

  /** Sends a presence stanza of that type to a contact. */
  void send(Presence.Type type, String contact) throws Exception {
    connection.sendStanza(
        StanzaBuilder.buildPresence().ofType(type).to(JidCreate.from(contact)).build());
  }

  /** Tells all who may know that this client is there. */
  void available(Optional<Presence.Mode> mode, String status, int priority) throws Exception {
    PresenceBuilder presence = StanzaBuilder.buildPresence().setPriority(priority);
    mode.ifPresent(presence::setMode);
    if (!status.isEmpty()) {
      presence.setStatus(status);
    }
    connection.sendStanza(presence.build());
  }

  /** Tells all who know that this client is not there any more; the stream stays. */
  void unavailable() throws Exception {
    connection.sendStanza(StanzaBuilder.buildPresence().ofType(Presence.Type.unavailable).build());
  }

  /** Takes a contact out of the roster (RFC 6121 §2.5). */
  void remove(String contact) throws Exception {
    RosterEntry entry = roster.getEntry(bare(contact));
    roster.removeEntry(entry);
  }

  /** What the roster says of a contact: {@code none}, {@code to}, {@code from} or {@code both}. */
  String subscription(String contact) throws Exception {
    RosterEntry entry = roster.getEntry(bare(contact));
    return entry == null ? "none" : entry.getType().toString();
  }

  /** Whether the roster waits for the contact's approval. */
  boolean isAsking(String contact) throws Exception {
    RosterEntry entry = roster.getEntry(bare(contact));
    return entry != null && entry.isSubscriptionPending();
  }

  /** The resources of a contact that are available now. */
  Set<String> online(String contact) throws Exception {
    BareJid bare = bare(contact);
    return present.keySet().stream()
        .filter(each -> each.asBareJid().equals(bare))
        .map(each -> each.getResourceOrEmpty().toString())
        .collect(Collectors.toSet());
  }

  /** What was last heard of an available resource. */
  Optional<Presence> presence(String full) throws Exception {
    return Optional.ofNullable(present.get(JidCreate.from(full)));
  }

  /** The next presence stanza from a contact, of any of its resources; others are passed over. */
  Presence awaitFrom(String contact, Duration atMost) throws Exception {
    BareJid bare = bare(contact);
    long begin = System.nanoTime();
    while (true) {
      long left = atMost.toNanos() - (System.nanoTime() - begin);
      Presence stanza = stanzas.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      if (stanza == null) {
        throw new AssertionError("no presence from " + contact + " within " + atMost);
      }
      if (stanza.getFrom() != null && stanza.getFrom().asBareJid().equals(bare)) {
        return stanza;
      }
    }
  }

  /** The next of that type from a contact; all others before it are passed over. */
  Presence await(Presence.Type type, String contact, Duration atMost) throws Exception {
    long begin = System.nanoTime();
    while (true) {
      Presence stanza = awaitFrom(contact, atMost.minusNanos(System.nanoTime() - begin));
      if (stanza.getType() == type) {
        return stanza;
      }
    }
  }

  /** Every presence stanza that came, as XML. */
  String heard() {
    return String.join("\n", heard);
  }

  /** How many of that type came from a contact and were not taken. */
  long waiting(Presence.Type type, String contact) throws Exception {
    BareJid bare = bare(contact);
    return stanzas.stream()
        .filter(each -> each.getFrom() != null && each.getFrom().asBareJid().equals(bare))
        .filter(each -> each.getType() == type)
        .count();
  }

  @Override
  public void close() {
    connection.disconnect();
  }

  private static BareJid bare(String contact) throws Exception {
    return JidCreate.bareFrom(contact);
  }
}
