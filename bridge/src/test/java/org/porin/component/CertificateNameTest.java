package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNameTest {
  @ParameterizedTest(name = "{0} for {1}: {2}")
  @CsvSource({
    "xmpp.capulet.example, xmpp.capulet.example, true",
    "XMPP.Capulet.example, xmpp.capulet.EXAMPLE, true",
    "xmpp.capulet.example, xmpp.capulet.example., true",
    "xmpp.capulet.example, capulet.example, false",
    "*.capulet.example, xmpp.capulet.example, true",
    "*.capulet.example, a.b.capulet.example, false",
    "*.capulet.example, capulet.example, false",
    "*.example, capulet.example, false",
    "x*.capulet.example, xmpp.capulet.example, false",
    "*, localhost, false",
    "bücher.example, xn--bcher-kva.example, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1, true",
    "192.0.2.7, xmpp.capulet.example, false",
    "xmpp.capulet.example, 192.0.2.7, false",
    "*.0.2.7, 192.0.2.7, false"
  })
  void aCertificateIsForTheNamesThatItHas(String name, String wanted, boolean is) { // RFC 6125 §6.4
    assertThat(CertificateName.anyIs(List.of("other.example", name), wanted)).isEqualTo(is);
  }
}
