package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.passport.Tokens.signed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The header Assertion of Message/CPIM (TRUST 4). */
class AssertionHeaderTest {
  private static final String NS = "NS: tra <" + AssertionHeader.NAMESPACE + ">\r\n";
  private static final SignedPassport TC = signed(Scope.object(ClaimDigest.of(Octets.EMPTY)));
  private static final SignedPassport TG = signed(Scope.gateway("b.example", "mtls"));
  private static final SignedPassport TG2 = signed(Scope.gateway("c.example", 2, "tls", TG));
  private static final String TEXT = "Content-Type: text/plain\r\n\r\nHi";
  private static final String WRAPPED =
      "Content-Type: message/cpim\r\n\r\nFrom: <im:a@b.example>\r\n\r\n" + TEXT;

  @Test
  void anObjectMayHaveNone() throws MalformedException {
    assertThat(AssertionHeader.tokens(object("", TEXT))).isEmpty();
    assertThat(AssertionHeader.tokens(object(NS, TEXT))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NS: tra <%s>\r\ntra.Assertion: %s\r\n",
        "NS: MyFeatures <%s>\r\nMyFeatures.Assertion: %s\r\n",
        "NS: <%s>\r\nAssertion: %s\r\n",
        "NS: x <urn:x>\r\nNS: x <%s>\r\nx.Assertion: %s\r\n",
      })
  void itIsFoundByItsNamespaceWhateverThePrefix(String lines) throws MalformedException {
    CpimMessage message = object(lines.formatted(AssertionHeader.NAMESPACE, TC.token()), TEXT);

    assertThat(AssertionHeader.tokens(message)).containsExactly(TC);
    assertThat(CpimCodec.encode(AssertionHeader.without(message)))
        .isEqualTo(
            CpimCodec.encode(
                object(
                    lines
                        .replaceAll("[A-Za-z.]*Assertion: %s\r\n", "")
                        .formatted(AssertionHeader.NAMESPACE),
                    TEXT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NS: tra <urn:x>\r\ntra.Assertion: %s\r\n",
        "Assertion: %s\r\n",
        "NS: tra <urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10>\r\ntra.assertion: %s\r\n",
        "NS: tra <urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10>\r\nNS: tra <urn:x>\r\ntra.Assertion: %s\r\n",
      })
  void anotherHeaderIsNotTakenForIt(String lines) throws MalformedException {
    CpimMessage message = object(lines.formatted("x"), TEXT);

    assertThat(AssertionHeader.tokens(message)).isEmpty();
    assertThat(AssertionHeader.without(message)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {";a=b %s", " x%s", " %s,%s", " %s x", " \\u0065%s", " \"%s\"", " ..AAAA"})
  void aLineIsOneTokenAlone(String rest) throws MalformedException {
    String token = TC.token();
    String line = "tra.Assertion:" + rest.formatted(token, token) + "\r\n";

    assertRefused(object(NS + line, TEXT));
  }

  @Test
  void anEscapeOfACharacterThatNeedsNoneIsRefused() throws MalformedException {
    assertRefused(object(NS + "tra.Assertion: \\u0065" + TC.token().substring(1) + "\r\n", TEXT));
  }

  @Test
  void aSecondOneIsRefused() throws MalformedException {
    assertRefused(object(NS + line(TC) + line(TC), TEXT));
    assertRefused(object(NS + line(TC) + line(TC), WRAPPED));
    assertRefused(object(NS + line(TC) + line(TG), WRAPPED));
    assertRefused(
        object(
            NS
                + "NS: t2 <"
                + AssertionHeader.NAMESPACE
                + ">\r\n"
                + line(TC)
                + line(TC).replace("tra.", "t2."),
            TEXT));
  }

  @Test
  void aTokenThatSpeaksOfSomethingElseIsRefused() throws MalformedException {
    assertRefused(object(NS + line(signed(Tokens.MESSAGE)), TEXT));
    assertRefused(
        object(NS + line(signed(Scope.request("NOTIFY", ClaimDigest.of(Octets.EMPTY)))), TEXT));
  }

  @Test
  void gatewaysSpeakInTheOrderOfTheirHopsAroundAnObject() throws MalformedException {
    assertThat(AssertionHeader.tokens(object(NS + line(TG) + line(TG2), WRAPPED)))
        .containsExactly(TG, TG2);
    assertThat(AssertionHeader.tokens(object(NS + line(TG), WRAPPED))).containsExactly(TG);
    assertRefused(object(NS + line(TG), TEXT));
  }

  @Test
  void gatewaysOutOfOrderAreRefused() throws MalformedException {
    assertRefused(object(NS + line(TG2) + line(TG), WRAPPED));
    assertRefused(object(NS + line(TG) + line(TG), WRAPPED));
  }

  @Test
  void theirNumberIsBounded() throws MalformedException {
    StringBuilder lines = new StringBuilder(NS);
    for (int hop = 1; hop <= 8; hop++) {
      lines.append(line(signed(Scope.gateway("b.example", hop, "mtls", TC))));
    }

    assertThat(AssertionHeader.tokens(object(lines.toString(), WRAPPED))).hasSize(8);
    lines.append(line(signed(Scope.gateway("b.example", 9, "mtls", TC))));
    assertRefused(object(lines.toString(), WRAPPED));
  }

  @Test
  void whatIsAddedIsFoundAndDigestedAsBefore() throws MalformedException {
    CpimMessage declared = AssertionHeader.declare(object("", TEXT));
    SignedPassport token = signed(Scope.object(ClaimDigest.of(declared)));

    CpimMessage asserted = AssertionHeader.add(declared, token);
    CpimMessage read = CpimCodec.decode(CpimCodec.encode(asserted), CpimLimits.DEFAULT);

    assertThat(AssertionHeader.tokens(read)).containsExactly(token);
    assertThat(ClaimDigest.of(declared).matches(read)).isTrue();
    assertThat(ClaimDigest.of(object("", TEXT)).matches(read)).isFalse(); // without its NS line
    assertThat(AssertionHeader.without(read)).isEqualTo(declared);
  }

  @Test
  void whateverIsChangedChangesTheDigest() throws MalformedException {
    CpimMessage message = object(NS + line(TC), TEXT);
    ClaimDigest digest = ClaimDigest.of(message);

    for (String changed :
        List.of(
            encoded(message).replace("im:a@b", "im:x@b"),
            encoded(message).replace("NS: tra", "NS: trb").replace("tra.", "trb."),
            encoded(message).replace("Hi", "Ho"),
            encoded(message).replace("text/plain", "text/html"),
            encoded(message).replace(NS, NS + "Subject: x\r\n"))) {
      assertThat(digest.matches(CpimCodec.decode(Octets.utf8(changed), CpimLimits.DEFAULT)))
          .isFalse();
    }
    assertThat(digest.matches(object(NS + line(TG), TEXT))).isTrue();
  }

  private static String line(SignedPassport token) {
    return "tra.Assertion: " + token.token() + "\r\n";
  }

  private static CpimMessage object(String lines, String entity) throws MalformedException {
    return CpimCodec.decode(
        Octets.utf8("From: <im:a@b.example>\r\nTo: <im:c@d.example>\r\n" + lines + "\r\n" + entity),
        CpimLimits.DEFAULT);
  }

  private static String encoded(CpimMessage message) throws MalformedException {
    return CpimCodec.encode(message).toUtf8();
  }

  private static void assertRefused(CpimMessage message) {
    assertThatThrownBy(() -> AssertionHeader.tokens(message))
        .isInstanceOf(MalformedException.class);
  }
}
