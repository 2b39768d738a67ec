package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/** RFC 5922 §7.1 and §7.2. */
class SipDomainsTest {
  @Test
  void aSipUriOfADomainIsOne() throws Exception {
    assertThat(names(b -> uri(b, "sip:montague.example")).names())
        .containsExactly("montague.example");
    assertThat(names(b -> uri(b, "SIP:Montague.Example:5061;transport=tls")).names())
        .containsExactly("montague.example");
  }

  @Test
  void urisOfUsersAndOfOtherSchemesAreNone() throws Exception {
    for (String other :
        List.of("sip:romeo@montague.example", "sips:montague.example", "im:montague.example")) {
      assertThat(names(b -> uri(b, other)).names()).as(other).isEmpty();
    }
  }

  @Test
  void namesCountWhereThereIsNoSipUriOfADomain() throws Exception {
    assertThat(names(b -> b.addSanDnsName("montague.example")).contain("MONTAGUE.example."))
        .isTrue();
    SipDomains both =
        names(b -> uri(b, "sip:montague.example").addSanDnsName("sip.montague.example"));
    assertThat(both.names()).containsExactly("montague.example");
    SipDomains userOnly =
        names(b -> uri(b, "sip:romeo@montague.example").addSanDnsName("montague.example"));
    assertThat(userOnly.names()).containsExactly("montague.example");
  }

  @Test
  void noSuffixAndNoWildcardMatches() throws Exception {
    SipDomains wildcard = new SipDomains(List.of("*.montague.example"));
    assertThat(wildcard.contain("sip.montague.example")).isFalse();
    assertThat(wildcard.contain("montague.example")).isFalse();
    SipDomains whole = names(b -> b.addSanDnsName("sip.montague.example"));
    assertThat(whole.contain("montague.example")).isFalse();
    assertThat(whole.contain("x.sip.montague.example")).isFalse();
  }

  @Test
  @Requirement("6125-6.4.4-1")
  void theCommonNameIsNeverLookedAt() throws Exception {
    assertThat(names(b -> b.subject("CN=montague.example")).names()).isEmpty();
    assertThat(
            names(b -> b.subject("CN=montague.example").addSanDnsName("verona.example"))
                .contain("montague.example"))
        .isFalse();
  }

  @Test
  void whoIsSomebodyElseIsToldSoWithoutWhatIsUnprintable() throws Exception {
    SipDomains found = new SipDomains(List.of("evil\r\nVia: x", "a", "b", "c", "d"));
    assertThatThrownBy(() -> found.require(List.of("montague.example", "sip.example")))
        .isInstanceOf(NotForDomainException.class)
        .hasMessage(
            "its certificate is for evil??via??x, a, b, c and others, not for montague.example or"
                + " sip.example (RFC 5922)");
  }

  private static SipDomains names(UnaryOperator<CertificateBuilder> names) throws Exception {
    X509Certificate certificate =
        names
            .apply(new CertificateBuilder().subject("CN=somebody").ecp256())
            .setIsCertificateAuthority(true) // so that it may sign itself
            .buildSelfSigned()
            .getCertificate();
    return SipDomains.of(certificate);
  }

  private static CertificateBuilder uri(CertificateBuilder builder, String uri) {
    return builder.addSanUriName(URI.create(uri));
  }
}
