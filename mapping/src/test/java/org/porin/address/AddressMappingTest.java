package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class AddressMappingTest {
  private static final AddressMapping MAPPING =
      new AddressMapping(
          Set.of("capulet.example", "example.com", "xmpp.example"),
          Set.of("montague.example", "example.net", "sip.example"),
          Optional.of("cpim.capulet.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m05-address-escapes",
        "m07-address-unicode",
        "m09-address-hyphen",
        "m10-address-question-mark"
      })
  @Requirement({
    "3922-3.2-1",
    "3922-3.2-2",
    "3922-3.2-3",
    "3922-3.2-4",
    "3922-3.2-5",
    "3922-3.2-6",
    "7247-6.5-1"
  })
  void theVectorsMapToInstantInboxes(String vector)
      throws MalformedException, UnmappableAddressException {
    String stanza = resource(vector + ".xmpp.xml");
    String cpim = resource(vector + ".cpim");
    assertThat(MAPPING.toIm(Jid.parse(find(stanza, "from='([^']*)'"))))
        .hasToString(find(cpim, "From: <([^>]*)>"));
    assertThat(MAPPING.toIm(Jid.parse(find(stanza, "to='([^']*)'"))))
        .hasToString(find(cpim, "To: <([^>]*)>"));
  }

  @Test
  @Requirement({"3922-3.3-1", "3922-3.3-2", "3922-3.3-3", "3922-3.3-4", "3922-3.3-5", "3922-3.3-6"})
  void theVectorBackMapsToJids() throws MalformedException, UnmappableAddressException {
    String stanza = resource("m06-address-escapes-back.xmpp.xml");
    String cpim = resource("m06-address-escapes-back.cpim");
    assertThat(MAPPING.toJid(ImUri.parse(find(cpim, "From: <([^>]*)>"))))
        .hasToString(find(stanza, "from='([^']*)'"));
    assertThat(MAPPING.toJid(ImUri.parse(find(cpim, "To: <([^>]*)>"))))
        .hasToString(find(stanza, "to='([^']*)'"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // RFC 7247 §6.4
    "sip:f%C3%BC@sip.example, fü@sip.example",
    "sip:o'malley@sip.example, o\\27malley@sip.example",
    "sip:m&m@xmpp.example, m\\26m@xmpp.example"
  })
  @Requirement({"7247-6.2-1", "7247-6.2-3", "7247-6.4-1"})
  void theExamplesOfRfc7247MapToJids(String uri, String jid)
      throws MalformedException, UnmappableAddressException {
    assertThat(MAPPING.toJid(SipUri.parse(uri).toIm())).hasToString(jid);
    assertThat(SipUri.of(MAPPING.toIm(Jid.parse(jid)))).hasToString(uri);
  }

  @Test
  @Requirement("3922-3.2-3")
  void theEscapesByTheLetterOfRfc3922AreText()
      throws MalformedException, UnmappableAddressException {
    assertThat(MAPPING.toIm(Jid.parse("m#26;m@xmpp.example")).localPart()).isEqualTo("m#26;m");
  }

  @Test
  @Requirement("3922-3.3-5")
  void aJidIsCanonicalSoThatLookupsAre() throws MalformedException, UnmappableAddressException {
    assertThat(MAPPING.toJid(ImUri.parse("im:Juliet%20C@CAPULET.example")))
        .hasToString("juliet\\20c@capulet.example");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "romeo\\40foreign.example@cpim.capulet.example, im:romeo@foreign.example",
    "o\\5c27malley\\40foreign.example@cpim.capulet.example, im:o%27malley@foreign.example",
    "a\\5c40b\\40foreign.example@cpim.capulet.example, im:a%40b@foreign.example",
    "romeo\\40münchen.example@cpim.capulet.example, im:romeo@xn--mnchen-3ya.example",
    // by the Bidi rule the two scripts may not stand together
    "romeo\\40xn--9dbne9b.example@cpim.capulet.example, im:romeo@xn--9dbne9b.example"
  })
  @Requirement("2779-5.4.4-1")
  void aForeignDomainStandsInTheLocalPartOfAnAddressOfTheGateway(String jid, String uri)
      throws MalformedException, UnmappableAddressException {
    assertThat(MAPPING.toIm(Jid.parse(jid + "/any"))).hasToString(uri);
    assertThat(MAPPING.toJid(ImUri.parse(uri))).hasToString(jid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capulet.example",
        "juliet@localhost",
        "juliet@192.0.2.1",
        "juliet@[::1]",
        "\\20a@capulet.example",
        "a\\5cb@capulet.example",
        "cpim.capulet.example",
        "romeo@cpim.capulet.example",
        "\\40foreign.example@cpim.capulet.example",
        "romeo\\40@cpim.capulet.example",
        "romeo\\40localhost@cpim.capulet.example",
        "romeo\\40192.0.2.1@cpim.capulet.example",
        "romeo\\40for\\20eign.example@cpim.capulet.example",
        "o\\27malley\\40foreign.example@cpim.capulet.example",
        "juliet\\40capulet.example@cpim.capulet.example",
        "romeo\\40montague.example@cpim.capulet.example",
        "a\\5c40foreign.example\\40cpim.capulet.example@cpim.capulet.example"
      })
  void aJidThatCouldNotBeRepliedToIsNotMapped(String text) throws MalformedException {
    Jid jid = Jid.parse(text);
    assertThatExceptionOfType(UnmappableAddressException.class)
        .isThrownBy(() -> MAPPING.toIm(jid))
        .satisfies(e -> assertThat(e.text()).endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "im:%20a@capulet.example",
        "im:a%20@capulet.example",
        "im:%E2%99%9A@capulet.example",
        "im:%EF%BC%A05@capulet.example",
        "im:%EF%BC%BC5cb@capulet.example",
        "im:a%EF%BC%BC40b@capulet.example",
        "im:a%5C%EF%BC%940b@capulet.example",
        "im:romeo@cpim.capulet.example"
      })
  void anInstantInboxWithoutJidIsNotMapped(String text) throws MalformedException {
    ImUri uri = ImUri.parse(text);
    assertThatExceptionOfType(UnmappableAddressException.class)
        .isThrownBy(() -> MAPPING.toJid(uri));
  }

  @Test
  @Requirement("2779-5.4.4-1")
  void twoInstantInboxesNeverShareAJidWherePrecisMakesAnEscape()
      throws MalformedException, UnmappableAddressException {
    Jid slash = MAPPING.toJid(ImUri.parse("im:a%2Fb@capulet.example"));
    Jid text = MAPPING.toJid(ImUri.parse("im:a%5C2Fb@capulet.example"));
    assertThat(slash).hasToString("a\\2fb@capulet.example");
    assertThat(text).hasToString("a\\5c2fb@capulet.example");
    assertThat(MAPPING.toIm(text)).hasToString("im:a%5C2fb@capulet.example");
  }

  @Test
  @Requirement("7622-3.4-1")
  void aMappedLocalPartHasAtMost1023Octets() {
    ImUri full = new ImUri("a".repeat(1_023), "capulet.example");
    ImUri longWhenEscaped = new ImUri("/".repeat(342), "capulet.example");
    ImUri longWhenProxied = new ImUri("a".repeat(1_010), "foreign.example");
    assertThat(full.localPart()).hasSize(1_023);
    for (ImUri uri : new ImUri[] {longWhenEscaped, longWhenProxied}) {
      assertThatExceptionOfType(UnmappableAddressException.class)
          .isThrownBy(() -> MAPPING.toJid(uri));
    }
  }

  @Test
  void withoutGatewayDomainAForeignDomainHasNoAddress() {
    AddressMapping mapping =
        new AddressMapping(Set.of("capulet.example"), Set.of(), Optional.empty());
    assertThatExceptionOfType(UnmappableAddressException.class)
        .isThrownBy(() -> mapping.toJid(new ImUri("romeo", "foreign.example")));
  }

  @Test
  void aServedDomainIsKnownInEveryFormOfItsName() {
    AddressMapping mapping =
        new AddressMapping(Set.of("München.example."), Set.of(), Optional.empty());
    assertThat(mapping.isServed("xn--mnchen-3ya.example")).isTrue();
    assertThat(mapping.isServed("MÜNCHEN.example")).isTrue();
    assertThat(mapping.isServed("munchen.example")).isFalse();
    assertThat(mapping.isServed("a\r\nb")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AddressMapping(Set.of("a b"), Set.of(), Optional.empty()));
  }

  @Property
  @Requirement("2779-5.4.4-1")
  void aReplyToAMappedJidReachesTheSameJid(@ForAll("localParts") String localPart) {
    for (String domain : new String[] {"capulet.example", "montague.example"}) {
      Jid jid;
      ImUri uri;
      try {
        jid = Jid.parse(localPart + "@" + domain);
        uri = MAPPING.toIm(jid);
      } catch (MalformedException | UnmappableAddressException e) {
        continue;
      }
      if (jid.domain().equals(domain)) { // not so for "a@b/": the rest is a resource
        assertThat(replyTo(uri)).isEqualTo(jid);
      }
    }
  }

  @Property
  @Requirement("2779-5.4.4-1")
  void aReplyToAMappedInboxReachesTheSameInboxButForItsCase(
      @ForAll("localParts") String localPart) {
    for (String domain : new String[] {"capulet.example", "montague.example", "foreign.example"}) {
      Jid jid;
      try {
        jid = MAPPING.toJid(new ImUri(localPart, domain));
      } catch (IllegalArgumentException | UnmappableAddressException e) {
        continue;
      }
      ImUri back = imOf(jid.withResource("r"));
      assertThat(replyTo(back)).isEqualTo(jid);
      if (localPart.matches("[ -~]+")) {
        assertThat(back).isEqualTo(new ImUri(localPart.toLowerCase(Locale.ROOT), domain));
      }
    }
  }

  private static ImUri imOf(Jid jid) {
    try {
      return MAPPING.toIm(Jid.parse(jid.toString()));
    } catch (MalformedException | UnmappableAddressException e) {
      throw new AssertionError("no inbox of " + jid, e);
    }
  }

  private static Jid replyTo(ImUri uri) {
    try {
      return MAPPING.toJid(ImUri.parse(uri.toString()));
    } catch (MalformedException | UnmappableAddressException e) {
      throw new AssertionError("no reply to " + uri, e);
    }
  }

  @Provide
  Arbitrary<String> localParts() {
    return Arbitraries.strings()
        .withChars("aZ09 \\25c0f@/:<>\"&'%?#.-")
        .withChars('ü', 'ß', 'Σ', '\u0301', 'א', 'ａ', '＼', '＠', '／')
        .ofMinLength(1)
        .ofMaxLength(12);
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String resource(String name) {
    try (InputStream in = AddressMappingTest.class.getResourceAsStream("/vectors/pairs/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
