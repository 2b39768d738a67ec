package org.porin.simple;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.porin.resolve.Transport;
import org.porin.sip.SipMessage;
import org.porin.sip.Via;
import org.porin.trust.SipDomains;

/** A way that has proven something. */
record Hop(Transport transport, String address, List<String> domains) implements Flow {
  @Override
  public Optional<SipDomains> certified() {
    return domains.isEmpty() ? Optional.empty() : Optional.of(new SipDomains(domains));
  }

  @Override
  public InetSocketAddress remote() {
    return new InetSocketAddress(address, 5061);
  }

  @Override
  public InetSocketAddress local() {
    return new InetSocketAddress("192.0.2.100", 5061);
  }

  @Override
  public Flow answering(Via via) {
    return this;
  }

  @Override
  public void send(SipMessage message) {}

  @Override
  public void watch(Watcher watcher) {}

  @Override
  public void unwatch(Watcher watcher) {}

  @Override
  public void requestPending() {}

  @Override
  public void requestAnswered() {}
}
