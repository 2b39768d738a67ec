package org.porin.simple;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.porin.resolve.Transport;
import org.porin.sip.SipMessage;
import org.porin.sip.Via;
import org.porin.trust.SipDomains;

/**
 * The way back of a request that came by a connection (RFC 3261 §18.2.2): that connection, and when
 * it is gone, one to where its client listens: the address that the request came from, and the port
 * of sent-by. No other address is ever taken, neither from sent-by nor from maddr, since a stranger
 * must not direct what we send.
 *
 * <p>A client that has ended its half of TCP has closed the connection, or is a program that asks
 * and then only listens: TCP does not tell them apart. So where it listens is tried first, and its
 * half-open connection is what is left.
 */
final class ReturnPath implements Flow {
  private final Connection connection;
  private final Connections connections;
  private final Traffic traffic;
  private final Via via;

  ReturnPath(Connection connection, Connections connections, Traffic traffic, Via via) {
    this.connection = connection;
    this.connections = connections;
    this.traffic = traffic;
    this.via = via;
  }

  @Override
  public Transport transport() {
    return connection.transport();
  }

  @Override
  public Flow answering(Via other) {
    return connection.answering(other);
  }

  @Override
  public InetSocketAddress local() {
    return connection.local();
  }

  @Override
  public InetSocketAddress remote() {
    return connection.remote();
  }

  @Override
  public Optional<SipDomains> certified() {
    return connection.certified();
  }

  @Override
  public void send(SipMessage message) {
    if (connection.isOpen() && !connection.isEnding()) {
      connection.send(message);
      return;
    }
    int port = via.port().orElse(transport().defaultPort());
    InetSocketAddress remote = new InetSocketAddress(remote().getAddress(), port);
    Way way = new Way(transport(), remote, List.of(via.host()));
    connection.requestPending(); // holds what is left of it
    connections.back(
        way,
        flow -> {
          flow.send(message);
          connection.requestAnswered();
        },
        cause -> {
          if (connection.isOpen()) {
            connection.send(message);
          } else {
            traffic.dropped(Drop.ANSWER);
          }
          connection.requestAnswered();
        });
  }

  @Override
  public void watch(Watcher watcher) {
    connection.watch(watcher);
  }

  @Override
  public void unwatch(Watcher watcher) {
    connection.unwatch(watcher);
  }

  @Override
  public void requestPending() {
    connection.requestPending();
  }

  @Override
  public void requestAnswered() {
    connection.requestAnswered();
  }
}
