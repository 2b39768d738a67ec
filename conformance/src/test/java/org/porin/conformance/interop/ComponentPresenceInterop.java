package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.roster.RosterEntry;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.commands.AdHocCommandManager;
import org.jivesoftware.smackx.commands.AdHocCommandNote;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.jivesoftware.smackx.xdata.form.FillableForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.component.ComponentLinks;
import org.porin.component.ComponentSecret;
import org.porin.component.ComponentSettings;
import org.porin.component.WireLog;
import org.porin.profile.ContactDirectory;
import org.porin.profile.PresenceStream;
import org.porin.stanza.PresenceStanza;

/**
 * Presence between a user with a roster and a component, through real servers: what docs/prosody.md
 * and docs/ejabberd.md say that they send is what the keeper of subscriptions relies on.
 */
@RequiresDocker
class ComponentPresenceInterop {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TRANSPARENT = "montague.example";
  private static final String GATEWAY = "cpim.capulet.example";
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "");
  private static final Jid ROMEO = new Jid("romeo", TRANSPARENT, "");
  private static final Jid TYBALT = new Jid("tybalt\\40verona.example", GATEWAY, "");

  private final Stage stage = new Stage();
  private final Keeper keeper = new Keeper();

  /** Keeps nothing: it writes down what comes, and whom Juliet blocks. */
  private static final class Keeper implements PresenceStream.Listener, ContactDirectory {
    private final BlockingQueue<PresenceStanza> came = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
    private final List<Jid> blocked = new ArrayList<>();

    @Override
    public void presence(PresenceStanza stanza) {
      came.add(stanza);
    }

    @Override
    public void opened(String domain) {
      opened.add(domain);
    }

    /** The next stanza of a type, those of others left aside; {@code available} for none. */
    PresenceStanza next(String type) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        PresenceStanza next = came.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new AssertionError("no presence of type " + type + " came");
        }
        if (next.type().orElse("available").equals(type)) {
          return next;
        }
      }
    }

    @Override
    public CompletableFuture<Listing<Contact>> contacts(Jid user) {
      var romeo = new Contact(ROMEO, Watching.ACTIVE, Watched.NONE, 1);
      return CompletableFuture.completedFuture(new Listing<>(List.of(romeo), 1));
    }

    @Override
    public CompletableFuture<Integer> resync(Jid user) {
      return CompletableFuture.completedFuture(1);
    }

    @Override
    public CompletableFuture<Change> block(Jid user, Jid address) {
      blocked.add(address);
      return CompletableFuture.completedFuture(Change.DONE);
    }

    @Override
    public CompletableFuture<Change> unblock(Jid user, Jid address) {
      return CompletableFuture.completedFuture(Change.UNCHANGED);
    }

    @Override
    public CompletableFuture<Listing<Jid>> blocks(Jid user) {
      return CompletableFuture.completedFuture(new Listing<>(blocked, blocked.size()));
    }
  }

  /** Juliet with a roster, who answers requests when the test says so. */
  private static final class RosterClient implements AutoCloseable {
    private final XMPPTCPConnection connection;
    private final BlockingQueue<Presence> came = new LinkedBlockingQueue<>();

    private RosterClient(int port) throws Exception {
      connection =
          new XMPPTCPConnection(
              XMPPTCPConnectionConfiguration.builder()
                  .setXmppDomain("capulet.example")
                  .setHost("localhost")
                  .setPort(port)
                  .setSecurityMode(SecurityMode.disabled)
                  .setUsernameAndPassword("juliet", "balcony")
                  .setResource("chamber")
                  .build());
      connection.setUseStreamManagement(false);
      Roster.getInstanceFor(connection).setSubscriptionMode(Roster.SubscriptionMode.manual);
      connection.addSyncStanzaListener(
          stanza -> came.add((Presence) stanza), StanzaTypeFilter.PRESENCE);
      connection.connect().login();
    }

    void send(Jid to, Presence.Type type) throws Exception {
      connection.sendStanza(StanzaBuilder.buildPresence().ofType(type).to(bare(to)).build());
    }

    void show(Presence.Mode mode) throws Exception {
      connection.sendStanza(StanzaBuilder.buildPresence().setMode(mode).build());
    }

    /** The next stanza of a type from somebody, all others left aside. */
    Presence next(Jid from, Presence.Type type) throws Exception {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        Presence next = came.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new AssertionError("no " + type + " from " + from + " came");
        }
        if (next.getType() == type && next.getFrom().asBareJid().equals(bare(from))) {
          return next;
        }
      }
    }

    void awaitRoster(Jid contact, String state) throws Exception {
      Await.until(
          contact + " is " + state + " in the roster",
          PATIENCE,
          () -> state(contact).equals(state));
    }

    private String state(Jid contact) throws Exception {
      RosterEntry entry = Roster.getInstanceFor(connection).getEntry(bare(contact));
      return entry == null ? "gone" : entry.getType().toString();
    }

    void remove(Jid contact) throws Exception {
      Roster roster = Roster.getInstanceFor(connection);
      roster.removeEntry(roster.getEntry(bare(contact)));
    }

    RemoteCommand command(String domain, String node) throws Exception {
      return AdHocCommandManager.getAddHocCommandsManager(connection)
          .getRemoteCommand(JidCreate.domainBareFrom(domain), node);
    }

    List<String> commands(String domain) throws Exception {
      return AdHocCommandManager.getAddHocCommandsManager(connection)
          .discoverCommands(JidCreate.domainBareFrom(domain))
          .getItems()
          .stream()
          .map(item -> item.getNode())
          .toList();
    }

    private static BareJid bare(Jid jid) throws Exception {
      return JidCreate.bareFrom(jid.bare().toString());
    }

    @Override
    public void close() {
      connection.disconnect();
    }
  }

  /** What is on stage once both links are open. */
  private record Scene(ComponentLinks links, int clientPort) {
    RosterClient juliet() throws Exception {
      return new RosterClient(clientPort);
    }

    void send(Jid from, String type) {
      assertThat(links.send(PresenceStanza.of(from, JULIET, Optional.of(type)))).isTrue();
    }

    void sendAvailable(Jid from, String show) {
      assertThat(links.send(PresenceStanza.of(from, JULIET, Optional.empty()).withShow(show)))
          .isTrue();
    }
  }

  private Scene raiseTheCurtain(XmppServer server) throws Exception {
    List<String> domains = List.of(TRANSPARENT, GATEWAY);
    XmppServer.Running running = server.start(stage, domains);
    var links =
        stage.enter(
            new ComponentLinks(
                domains.stream().map(domain -> settings(domain, running)).toList(),
                new AddressMapping(
                    Set.of("capulet.example"), Set.of(TRANSPARENT), Optional.of(GATEWAY)),
                "test",
                WireLog.NONE,
                Clock.systemUTC(),
                new SecureRandom()));
    links.start(
        operation -> CompletableFuture.failedStage(new IllegalStateException()),
        domain -> true,
        keeper,
        keeper);
    Set<String> opened = new HashSet<>();
    while (opened.size() < domains.size()) {
      String domain = keeper.opened.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(domain).isNotNull();
      opened.add(domain);
    }
    return new Scene(links, running.clientPort());
  }

  private static ComponentSettings settings(String domain, XmppServer.Running running) {
    return ComponentSettings.of(
        domain,
        "localhost",
        running.componentPorts().getOrDefault(domain, running.componentPort()),
        new ComponentSecret(Containers.SECRET),
        "capulet.example");
  }

  @AfterEach
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void aUserSubscribesAndIsProbedForAtEachLogin(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    for (Jid contact : List.of(ROMEO, TYBALT)) { // transparent and proxied
      try (RosterClient juliet = scene.juliet()) {
        juliet.send(contact, Presence.Type.subscribe);
        PresenceStanza asked = keeper.next("subscribe");
        assertThat(asked.from()).contains(JULIET);
        assertThat(asked.to()).contains(contact);
        scene.send(contact, "subscribed");
        juliet.awaitRoster(contact, "to");
        scene.sendAvailable(contact.withResource("orchard"), "away");
        assertThat(juliet.next(contact, Presence.Type.available).getMode())
            .isEqualTo(Presence.Mode.away);
      }
      try (RosterClient juliet = scene.juliet()) {
        PresenceStanza probe = keeper.next("probe");
        assertThat(probe.from()).contains(JULIET.withResource("chamber"));
        scene.send(contact.withResource("orchard"), "unavailable");
        juliet.next(contact, Presence.Type.unavailable);
        juliet.send(contact, Presence.Type.unsubscribe);
        assertThat(keeper.next("unsubscribe").from()).contains(JULIET);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void aRefusalEndsTheRequestInTheRoster(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    try (RosterClient juliet = scene.juliet()) {
      juliet.send(ROMEO, Presence.Type.subscribe);
      keeper.next("subscribe");
      scene.send(ROMEO, "unsubscribed");
      juliet.next(ROMEO, Presence.Type.unsubscribed);
      juliet.awaitRoster(ROMEO, "none");
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void aContactSubscribesAndSeesEachChange(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    try (RosterClient juliet = scene.juliet()) {
      scene.send(ROMEO, "subscribe");
      juliet.next(ROMEO, Presence.Type.subscribe);
      juliet.send(ROMEO, Presence.Type.subscribed);
      assertThat(keeper.next("subscribed").from()).contains(JULIET);
      Jid chamber = JULIET.withResource("chamber");
      assertThat(keeper.next("available").from()).contains(chamber);
      juliet.show(Presence.Mode.dnd);
      assertThat(keeper.next("available").show()).contains("dnd");
      scene.send(ROMEO, "probe");
      assertThat(keeper.next("available").from()).contains(chamber);
    }
    assertThat(keeper.next("unavailable").from()).contains(JULIET.withResource("chamber"));
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void aProxiedContactAsksUnderAnAddressThatCanBeRead(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    try (RosterClient juliet = scene.juliet()) {
      juliet.next(JULIET, Presence.Type.available); // her own: ejabberd keeps no name for later
      scene.send(TYBALT, "subscribe");
      Presence asked = juliet.next(TYBALT, Presence.Type.subscribe);
      assertThat(asked.toXML().toString()).contains(">tybalt@verona.example</nick>");
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void aContactThatIsRemovedIsTakenLeaveOfBothWays(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    try (RosterClient juliet = scene.juliet()) {
      juliet.send(ROMEO, Presence.Type.subscribe);
      keeper.next("subscribe");
      scene.send(ROMEO, "subscribed");
      scene.send(ROMEO, "subscribe");
      juliet.next(ROMEO, Presence.Type.subscribe);
      juliet.send(ROMEO, Presence.Type.subscribed);
      keeper.next("subscribed");
      juliet.awaitRoster(ROMEO, "both");
      keeper.came.clear();
      juliet.remove(ROMEO);
      Set<String> types = new HashSet<>();
      while (!types.containsAll(Set.of("unsubscribe", "unsubscribed", "unavailable"))) {
        PresenceStanza came = keeper.came.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(came).as("after %s", types).isNotNull();
        assertThat(came.from().map(Jid::bare)).contains(JULIET); // Prosody: the full JID
        types.add(came.type().orElse("available"));
      }
      juliet.awaitRoster(ROMEO, "gone");
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void theGatewayItselfCanBeInARoster(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    Jid gateway = new Jid("", GATEWAY, "");
    try (RosterClient juliet = scene.juliet()) {
      juliet.send(gateway, Presence.Type.subscribe);
      juliet.next(gateway, Presence.Type.available);
      juliet.awaitRoster(gateway, "to");
    }
    try (RosterClient juliet = scene.juliet()) {
      juliet.next(gateway, Presence.Type.available); // the answer to the server's probe
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void aClientFindsTheCommandsAndBlocksADomain(XmppServer server) throws Exception {
    Scene scene = raiseTheCurtain(server);
    try (RosterClient juliet = scene.juliet()) {
      assertThat(juliet.commands(GATEWAY))
          .containsExactlyInAnyOrder("contacts", "resync", "block", "unblock", "blocks");
      RemoteCommand contacts = juliet.command(GATEWAY, "contacts");
      contacts.execute();
      assertThat(contacts.isCompleted()).isTrue();
      assertThat(contacts.getForm().getItems()).hasSize(1);
      RemoteCommand block = juliet.command(GATEWAY, "block");
      block.execute();
      FillableForm form = new FillableForm(block.getForm());
      form.setAnswer("address", "verona.example");
      block.complete(form);
      assertThat(block.isCompleted()).isTrue();
      assertThat(block.getNotes()).extracting(AdHocCommandNote::getValue).contains("Blocked.");
      assertThat(keeper.blocked).extracting(Jid::toString).containsExactly("verona.example");
    }
  }
}
