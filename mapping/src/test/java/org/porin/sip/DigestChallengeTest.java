package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.sip.DigestChallenge.Qop;
import org.porin.wire.MalformedException;

class DigestChallengeTest {
  @Test
  void theExampleOfRfc3261IsReadWhole() throws MalformedException { // §20.27
    assertThat(
            DigestChallenge.parse(
                "Digest realm=\"atlanta.com\", domain=\"sip:ss1.carrier.com\", qop=\"auth\","
                    + " nonce=\"f84f1cec41e6cbe5aea9c8e88d359\", opaque=\"\", stale=FALSE,"
                    + " algorithm=MD5"))
        .contains(
            new DigestChallenge(
                "atlanta.com",
                "f84f1cec41e6cbe5aea9c8e88d359",
                Optional.of(""),
                false,
                DigestAlgorithm.MD5,
                List.of(Qop.AUTH),
                false));
  }

  @Test
  void blanksCasesAndMissingQuotesDoNoHarm() throws MalformedException {
    assertThat(
            DigestChallenge.parse(
                "dIGEST \t REALM = \"a \\\"b\\\\\"  ,Nonce=abc== , QOP=auth-int,STALE=\"True\","
                    + "algorithm=\"sha-256\",x=1,charset=UTF-8"))
        .contains(
            new DigestChallenge(
                "a \"b\\",
                "abc==",
                Optional.empty(),
                true,
                DigestAlgorithm.SHA_256,
                List.of(Qop.AUTH_INT),
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=\"a\"",
        "NTLM",
        "Digest realm=\"a\", nonce=\"b\", algorithm=SHA-1024",
        "Digest realm=\"a\", nonce=\"b\", algorithm=AKAv1-MD5",
        "Digest realm=\"a\", nonce=\"b\", qop=\"token\"",
        "Digest realm=\"a\", nonce=\"b\", qop=\"\"",
        "Digest realm=\"a\", nonce=\"b\", algorithm=MD5-sess"
      })
  void whatCannotBeAnsweredIsLeftToOthers(String text) throws MalformedException {
    assertThat(DigestChallenge.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ^                                     | auth-scheme
          Digest^                               | blank before auth-param
          Digest ^                              | auth-param
          Digest^, realm="a"                    | blank before auth-param
          Digest realm="a"^                     | nonce
          Digest nonce="a"^                     | realm
          Digest realm="a", ^                   | auth-param
          Digest realm="a",^, nonce="b"         | auth-param
          Digest realm="a" ^nonce="b"           | the end of the value
          Digest realm^, nonce="b"              | '='
          Digest realm=^, nonce="b"             | parameter value
          Digest realm=^"a, nonce=b             | a closing quote
          Digest realm=^"a\\                    | a closing quote
          Digest realm="a", nonce="b", ^Realm=c | one realm
          """)
  void aFaultIsPlacedAtItsChar(String textWithCaret, String expected) {
    assertThatThrownBy(() -> DigestChallenge.parse(textWithCaret.replace("^", "")))
        .isInstanceOfSatisfying(
            MalformedException.class,
            fault -> {
              assertThat(fault.expected()).isEqualTo(expected);
              assertThat(fault.offset()).isEqualTo(textWithCaret.indexOf('^'));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\nVia: x", "\n", "\0", "\\\u0007", "\u007F"})
  void controlsAreRefusedEvenBehindABackslash(String controls) {
    assertThatThrownBy(
            () -> DigestChallenge.parse("Digest realm=\"a" + controls + "\", nonce=\"b\""))
        .isInstanceOf(MalformedException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DigestChallenge(
                    "a" + controls,
                    "b",
                    Optional.empty(),
                    false,
                    DigestAlgorithm.MD5,
                    List.of(),
                    false));
  }

  @Test
  void aChallengeHasAtMost4096Chars() throws MalformedException {
    String start = "Digest realm=\"a\", nonce=\"b\", x=";
    String longest = start + "y".repeat(AuthParameters.MAX_CHARS - start.length());
    assertThat(DigestChallenge.parse(longest)).isPresent();
    assertThatThrownBy(() -> DigestChallenge.parse(longest + "y"))
        .isInstanceOf(MalformedException.class);
  }

  @Provide
  Arbitrary<DigestChallenge> challenges() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withChars('"', '\\', ',', '=', '\t', '\u00e9', '\u20ac')
            .ofMaxLength(30);
    return Combinators.combine(
            text,
            text,
            text.optional(),
            Arbitraries.of(true, false),
            Arbitraries.of(DigestAlgorithm.values()),
            Arbitraries.of(Qop.values()).set().ofMinSize(1).map(List::copyOf),
            Arbitraries.of(true, false))
        .as(DigestChallenge::new);
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadBack(@ForAll("challenges") DigestChallenge challenge)
      throws MalformedException {
    assertThat(DigestChallenge.parse(challenge.toString())).contains(challenge);
  }

  @Property(tries = 500)
  void anAnswerSaysAllOfItsChallengeAndBreaksNoLine(
      @ForAll("challenges") DigestChallenge challenge, @ForAll String name)
      throws MalformedException {
    String username = name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "") + "u";
    String answer =
        new DigestCredentials(username, name)
            .answer(challenge, SipExamples.request(SipExamples.MESSAGE), "c", 1);
    assertThat(SipHeader.of("Authorization", answer).value()).isEqualTo(answer);
    AuthParameters read = AuthParameters.parse(answer, "Digest".length());
    assertThat(read.find("realm")).contains(challenge.realm());
    assertThat(read.find("nonce")).contains(challenge.nonce());
    assertThat(read.find("opaque")).isEqualTo(challenge.opaque());
    assertThat(read.find("algorithm")).contains(challenge.algorithm().toString());
    assertThat(read.find("uri")).contains("sip:user2@domain.com");
  }
}
