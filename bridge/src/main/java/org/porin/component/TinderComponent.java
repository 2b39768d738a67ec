package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.xmpp.component.Component;
import org.xmpp.component.ComponentException;
import org.xmpp.component.ComponentManager;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/**
 * A component inside of a server that speaks Tinder, such as Openfire: the same handling of stanzas
 * as over XEP-0114, without a stream. What the server brings is handled on the server's thread, in
 * the order in which that thread brings it; what goes out is handed over by one thread a component,
 * in order.
 *
 * <p>Tinder's {@code AbstractComponent} is not used: it has 17 threads, no order, and drops when it
 * is full. Life: made, joined by {@link #links}, given to the server after the links are started
 * ({@code initialize}, {@code start}), taken back ({@code shutdown}), and so again.
 */
public final class TinderComponent implements Component {
  private static final String NAME = "Porin";

  private final TinderSettings settings;
  private volatile @Nullable TinderLink link;
  private volatile @Nullable ComponentManager manager;

  public TinderComponent(TinderSettings settings) {
    this.settings = settings;
  }

  /** The domain that it has to be bound to. */
  public String domain() {
    return settings.domain();
  }

  /**
   * The XMPP edge made of components inside of a server; to be started before they are given to the
   * server.
   *
   * @param components one for each domain, no domain twice
   * @param version of this software, told to who asks
   * @param random must not be predictable; safe for many threads
   */
  public static ComponentLinks links(
      List<TinderComponent> components,
      AddressMapping addresses,
      String version,
      WireLog wireLog,
      Clock clock,
      RandomGenerator random) {
    List<LinkOutline> outlines = components.stream().map(TinderComponent::outline).toList();
    return new ComponentLinks(
        addresses, version, wireLog, clock, random, System::nanoTime, outlines);
  }

  private LinkOutline outline() {
    return new LinkOutline() {
      @Override
      public String domain() {
        return settings.domain();
      }

      @Override
      public Duration drain() {
        return settings.drain();
      }

      @Override
      public Link link(Shared shared) {
        TinderLink made = new TinderLink(settings, TinderComponent.this::send, shared);
        link = made;
        return made;
      }
    };
  }

  private void send(Packet packet) throws ComponentException {
    ComponentManager server = manager;
    if (server == null) {
      throw new ComponentException("the component is not initialized");
    }
    server.sendPacket(this, packet);
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public String getDescription() {
    return "The gateway to people who use SIP and other protocols";
  }

  /**
   * The server names the domain, and itself.
   *
   * @throws ComponentException when it is another domain than the settings have
   */
  @Override
  public void initialize(JID jid, ComponentManager manager) throws ComponentException {
    if (!canonical(jid.getDomain()).equals(canonical(settings.domain()))) {
      throw new ComponentException(
          "configured as " + settings.domain() + ", and bound as " + jid.getDomain());
    }
    this.manager = manager;
  }

  private static String canonical(String domain) {
    return new Jid("", domain, "").domain();
  }

  @Override
  public void start() {
    started().open();
  }

  /** Never throws, and waits only while too much is read and not recorded. */
  @Override
  public void processPacket(Packet packet) {
    started().receive(packet.getElement());
  }

  /** Hands over what is queued, and fails what the server does not confirm any more. */
  @Override
  public void shutdown() {
    Optional.ofNullable(link).ifPresent(TinderLink::shut);
  }

  private TinderLink started() {
    TinderLink made = link;
    if (made == null) {
      throw new IllegalStateException("the links are to be started first");
    }
    return made;
  }
}
