package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;

class RunningPorinTest {
  private static RunningPorin bound(String... sockets) {
    return new RunningPorin("0.1.0", Map.of(), Set.of(sockets));
  }

  private static Listen udp(String address, int port) {
    return new Listen(Transport.UDP, new InetSocketAddress(address, port));
  }

  @Test
  void aSocketOfEveryInterfaceIsItsOwnAlsoWhereItIsBoundByIpv6() {
    RunningPorin porin = bound("udp:[0:0:0:0:0:0:0:0]:5060");
    assertThat(porin.holds(udp("0.0.0.0", 5060))).isTrue();
    assertThat(bound("udp:0.0.0.0:5060").holds(udp("0.0.0.0", 5060))).isTrue();
  }

  @Test
  void aSocketOfAnotherAddressPortOrTransportIsNot() {
    RunningPorin porin = bound("udp:[0:0:0:0:0:0:0:0]:5060", "udp:192.0.2.1:5070");
    assertThat(porin.holds(udp("192.0.2.1", 5060))).isFalse();
    assertThat(porin.holds(udp("0.0.0.0", 5070))).isFalse();
    assertThat(porin.holds(new Listen(Transport.TCP, new InetSocketAddress("0.0.0.0", 5060))))
        .isFalse();
    assertThat(porin.holds(udp("192.0.2.1", 5070))).isTrue();
  }
}
