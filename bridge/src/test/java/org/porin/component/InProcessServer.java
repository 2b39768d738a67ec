package org.porin.component;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xmpp.component.Component;
import org.xmpp.component.ComponentException;
import org.xmpp.component.ComponentManager;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/**
 * A server that has components inside of it, as Openfire does. Routes on the caller's thread, and
 * answers pings on that thread too.
 */
public final class InProcessServer implements ComponentManager {
  final BlockingQueue<Packet> routed = new LinkedBlockingQueue<>();
  volatile boolean answersPings = true;
  volatile boolean refuses;
  private volatile @Nullable Component component;

  @Override
  public void addComponent(String subdomain, Component added) throws ComponentException {
    component = added;
    added.initialize(new JID(null, subdomain, null, true), this);
    added.start();
  }

  @Override
  public void removeComponent(String subdomain) {
    Optional.ofNullable(component).ifPresent(Component::shutdown);
  }

  @Override
  public void sendPacket(Component from, Packet packet) throws ComponentException {
    if (refuses) {
      throw new ComponentException("no route");
    }
    if (packet instanceof IQ iq && iq.getType() == IQ.Type.get) {
      if (answersPings) {
        from.processPacket(IQ.createResultIQ(iq));
      }
    } else {
      routed.add(packet);
    }
  }

  /** The next stanza that the component sent, pings left out. */
  public Packet next() throws InterruptedException {
    Packet packet = routed.poll(15, TimeUnit.SECONDS);
    if (packet == null) {
      throw new AssertionError("nothing came");
    }
    return packet;
  }

  @Override
  public IQ query(Component from, IQ packet, long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void query(Component from, IQ packet, IQResultListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getProperty(String name) {
    return "";
  }

  @Override
  public void setProperty(String name, String value) {}

  @Override
  public String getServerName() {
    return "capulet.example";
  }

  @Override
  public boolean isExternalMode() {
    return false;
  }
}
