package org.porin.conformance.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jxmpp.jid.impl.JidCreate;

/** A user with Smack as her client; of capulet.example unless it is said. */
final class XmppUser implements AutoCloseable {
  private final XMPPTCPConnection connection;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  private XmppUser(XMPPTCPConnection connection) {
    this.connection = connection;
  }

  static XmppUser logIn(String name, String password, int port) throws Exception {
    return logIn(name, password, "capulet.example", port, false);
  }

  /** One of another domain. */
  static XmppUser logIn(String name, String password, String domain, int port) throws Exception {
    return logIn(name, password, domain, port, false);
  }

  /** One whose stanzas the server holds for a while when it is lost (XEP-0198). */
  static XmppUser logInToBeHeld(String name, String password, int port) throws Exception {
    return logIn(name, password, "capulet.example", port, true);
  }

  private static XmppUser logIn(String name, String password, String domain, int port, boolean held)
      throws Exception {
    XMPPTCPConnection connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(domain)
                .setHost("localhost")
                .setPort(port)
                .setSecurityMode(SecurityMode.disabled)
                .setUsernameAndPassword(name, password)
                .setResource("balcony")
                .build());
    connection.setUseStreamManagement(held);
    XmppUser user = new XmppUser(connection);
    connection.addSyncStanzaListener(
        stanza -> user.messages.add((Message) stanza), StanzaTypeFilter.MESSAGE);
    connection.connect().login();
    user.reaches(domain); // who answers that has read the presence before it, too
    return user;
  }

  /** Whether the server or component that has this domain answers disco#info (XEP-0030). */
  boolean reaches(String domain) throws Exception {
    // with a node, even none, since without it Smack may answer from what another user was told
    ServiceDiscoveryManager.getInstanceFor(connection)
        .discoverInfo(JidCreate.domainBareFrom(domain), null);
    return true;
  }

  /** Begins a chat message from this user's full JID. */
  MessageBuilder to(String jid) throws Exception {
    return StanzaBuilder.buildMessage().ofType(Message.Type.chat).to(JidCreate.from(jid));
  }

  void send(MessageBuilder message) throws Exception {
    connection.sendStanza(message.build());
  }

  void send(String jid, String body) throws Exception {
    send(to(jid).setBody(body));
  }

  /** The next message of any type that was not yet taken. */
  Message awaitMessage(Duration atMost) throws InterruptedException {
    Message message = messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (message == null) {
      throw new AssertionError("no message for " + connection.getUser() + " within " + atMost);
    }
    return message;
  }

  /** All messages that were not yet taken. */
  List<Message> takeMessages() {
    List<Message> taken = new ArrayList<>();
    messages.drainTo(taken);
    return taken;
  }

  /** Is gone without a word: the server sees the connection end, and not the stream. */
  void vanish() {
    connection.instantShutdown();
  }

  /** Forgets messages that were not taken. */
  void forget() {
    messages.clear();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
