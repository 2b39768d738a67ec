package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionsTest {
  @ParameterizedTest
  @CsvSource({
    "sip:192.0.2.7, 198.51.100.1, true",
    "sip:10.0.0.7, 198.51.100.1, true", // who is inside of whose network is not known here
    "sip:pa.montague.example, 198.51.100.1, true",
    "sip:127.0.0.1:6379;transport=tcp, 198.51.100.1, false",
    "sip:127.0.0.1:5070, 127.0.0.1, true",
    "sip:[::1], 198.51.100.1, false",
    "sip:[::1], 127.0.0.1, true",
    "sip:[::ffff:127.0.0.1], 198.51.100.1, false",
    "sip:pa.montague.example;maddr=127.0.0.1, 198.51.100.1, false",
    "sip:169.254.169.254:80;transport=tcp, 198.51.100.1, false",
    "sip:169.254.1.2, 169.254.1.3, true",
    "sip:[fe80::1], 198.51.100.1, false",
    "sip:0.0.0.0, 127.0.0.1, false",
    "sip:[::], 127.0.0.1, false",
    "sip:224.0.1.75, 198.51.100.1, false",
    "sip:[ff02::1], 127.0.0.1, false",
  })
  void aPeerDirectsUsNowhereInsideUnlessItIsThere(String uri, String peer, boolean allowed)
      throws Exception {
    assertThat(Directions.allow(uri, InetAddress.getByName(peer))).isEqualTo(allowed);
  }
}
