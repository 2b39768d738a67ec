package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;

class FetchRulesTest {
  private static final FetchRules STRICT = new FetchRules(Set.of(), List.of());
  private static final FetchRules LISTED =
      new FetchRules(
          Set.of("keys.cdn.example", "192.0.2.7"),
          List.of(IpNetwork.of("10.1.0.0/16"), IpNetwork.of("fd00:1::/32")));

  private static boolean mayFetch(FetchRules rules, String url, String domain) throws Exception {
    return rules.fault(CertificateUrl.parse(url), domain).isEmpty();
  }

  private static InetAddress address(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  @Test
  void theHostIsOfTheDomain() throws Exception {
    assertThat(mayFetch(STRICT, "https://a.example/k", "a.example")).isTrue();
    assertThat(mayFetch(STRICT, "https://Keys.A.example:8443/k?x=1", "a.example")).isTrue();
    for (String other :
        List.of(
            "https://b.example/k",
            "https://evila.example/k",
            "https://example/k",
            "https://a.example.evil.example/k",
            "https://192.0.2.1/k")) {
      assertThat(mayFetch(STRICT, other, "a.example")).as(other).isFalse();
    }
  }

  @Test
  void aListedHostServesAnyDomainAndAlsoWithoutTls() throws Exception {
    assertThat(mayFetch(LISTED, "https://keys.cdn.example/k", "a.example")).isTrue();
    assertThat(mayFetch(LISTED, "http://keys.cdn.example/k", "a.example")).isTrue();
    assertThat(mayFetch(LISTED, "http://192.0.2.7/k", "a.example")).isTrue();
    assertThat(mayFetch(LISTED, "http://a.example/k", "a.example")).isFalse();
    assertThat(mayFetch(LISTED, "https://below.keys.cdn.example/k", "a.example")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.2.3.4",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:0001::1",
        "2002:c0a8:0101::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void noHostThatIsNotPublicIsAsked(String literal) throws Exception {
    assertThat(STRICT.allow(address(literal))).isFalse();
  }

  /** Java turns a mapped address into IPv4 when it parses one; the octets of a DNS answer, too. */
  @Test
  void aMappedAddressIsTheOneThatItMaps() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    mapped[12] = 10;
    assertThat(STRICT.allow(InetAddress.getByAddress(mapped))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.255.255.255",
        "11.0.0.0",
        "100.128.0.1",
        "128.0.0.1",
        "172.32.0.1",
        "192.167.255.255",
        "193.0.0.1",
        "223.255.255.255",
        "2600::1",
        "64:ff9b::808:808",
        "2002:0808:0808::1"
      })
  void aPublicOneIs(String literal) throws Exception {
    assertThat(STRICT.allow(address(literal))).isTrue();
  }

  @Test
  void aListedNetworkIsAskedAndNoOther() throws Exception {
    assertThat(LISTED.allow(address("10.1.255.255"))).isTrue();
    assertThat(LISTED.allow(address("10.2.0.0"))).isFalse();
    assertThat(LISTED.allow(address("fd00:1:2::3"))).isTrue();
    assertThat(LISTED.allow(address("fd00:2::3"))).isFalse();
  }

  @Test
  void aNetworkIsWhatItsBitsSay() throws Exception {
    assertThat(IpNetwork.parse("10.1.2.3/9").toString()).isEqualTo("10.0.0.0/9");
    assertThat(IpNetwork.parse("192.0.2.129/25").contains(address("192.0.2.200"))).isTrue();
    assertThat(IpNetwork.parse("192.0.2.129/25").contains(address("192.0.2.127"))).isFalse();
    assertThat(IpNetwork.parse("0.0.0.0/0").contains(address("203.0.113.1"))).isTrue();
    assertThat(IpNetwork.parse("0.0.0.0/0").contains(address("2600::1"))).isFalse();
    assertThat(IpNetwork.parse("::1").contains(address("::1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys.a.example/k",
        "//keys.a.example/k",
        "sip:keys@a.example",
        "ftp://keys.a.example/k",
        "https:keys.a.example",
        "https:///k",
        "https://user:secret@keys.a.example/k",
        "https://keys.a.example/k#part",
        "https://keys.a.example:0/k",
        "https://keys.a.example:65536/k",
        "https://keys_a.example/k",
        "https://keys.a.example/a b",
        "https://keys.a.example/\r\nX-Evil: 1",
        "https://keys.a.example/\u00e9",
        "https://[::1]/k",
        "https://2130706433/k",
        "https://127.1/k"
      })
  void whatIsNoUrlOfAHostIsNotFollowed(String url) {
    assertThatThrownBy(() -> CertificateUrl.parse(url)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aLongUrlIsNotFollowed() {
    assertThatThrownBy(() -> CertificateUrl.parse("https://a.example/" + "k".repeat(1024)))
        .isInstanceOf(MalformedException.class);
  }
}
