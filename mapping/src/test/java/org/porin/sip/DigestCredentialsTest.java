package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gov.nist.javax.sip.clientauthutils.DigestServerAuthenticationHelper;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class DigestCredentialsTest {
  private static final DigestCredentials MUFASA = new DigestCredentials("Mufasa", "Circle of Life");
  private static final String CNONCE_7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  @Test
  void theExampleOfRfc2617IsAnsweredAsThere() throws MalformedException { // §3.5
    DigestChallenge challenge =
        challenge(
            """
            Digest realm="testrealm@host.com", qop="auth,auth-int", \
            nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41\"""");
    assertThat(
            new DigestCredentials("Mufasa", "Circle Of Life")
                .answer(challenge, "GET", "/dir/index.html", Octets.EMPTY, "0a4f113b", 1))
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                + " response=\"6629fae49393a05397450978507c4ef1\", algorithm=MD5,"
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", qop=auth, nc=00000001,"
                + " cnonce=\"0a4f113b\"");
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void theExamplesOfRfc7616AreAnsweredAsThere(String algorithm, String response)
      throws MalformedException { // §3.9.1
    DigestChallenge challenge =
        challenge(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
                + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    String answer =
        MUFASA.answer(challenge, "GET", "/dir/index.html", Octets.EMPTY, CNONCE_7616, 1);
    assertThat(answer)
        .contains("response=\"" + response + "\"", "algorithm=" + algorithm)
        .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  void theUserIsNamedByAHashWhereTheServerTakesThat() throws MalformedException {
    // RFC 7616 §3.9.2. The values printed there are of a cut SHA-512 (erratum 4897); these are what
    // "openssl dgst -sha512-256" makes of the texts of §3.4.
    DigestChallenge challenge =
        challenge(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDicEx\","
                + " charset=UTF-8, userhash=true");
    assertThat(
            new DigestCredentials("J\u00e4s\u00f8n Doe", "Secret, or not?")
                .answer(
                    challenge,
                    "GET",
                    "/doe.json",
                    Octets.EMPTY,
                    "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm",
                    1))
        .contains(
            "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"",
            "response=\"7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c\"",
            "userhash=true");
  }

  @Test
  void withoutQopTheAnswerHasNeitherCountNorCnonce() throws MalformedException {
    // RFC 3261 §22.4 point 8; the response by RFC 2617 §3.2.2.1 is H(H(A1):nonce:H(A2))
    String answer =
        new DigestCredentials("bob", "zanzibar")
            .answer(
                challenge(
                    "Digest realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                        + " algorithm=MD5"),
                "INVITE",
                "sip:bob@biloxi.com",
                Octets.EMPTY,
                "0a4f113b",
                1);
    assertThat(answer)
        .isEqualTo(
            "Digest username=\"bob\", realm=\"biloxi.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"sip:bob@biloxi.com\","
                + " response=\"bf57e4e0d0bffc0fbaedce64d59add5e\", algorithm=MD5");
  }

  @ParameterizedTest
  @CsvSource({
    "'auth,auth-int', MD5, auth, 89eb0059246c02b2f6ee02c7961d5ea3",
    "auth, MD5-sess, auth, e4e4ea61d186d07a92c9e1f6919902e9",
    "auth-int, MD5-sess, auth-int, b5bb30825fdc165a6ab7f332d58bab76",
    "auth-int, MD5, auth-int, 0422c22f93d9319f3b047be907f09c11"
  })
  void theBodyCountsOnlyWhereNothingLessIsOffered(
      String offered, String algorithm, String chosen, String response) throws MalformedException {
    DigestChallenge challenge =
        challenge(
            "Digest realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", qop=\""
                + offered
                + "\", algorithm="
                + algorithm);
    DigestCredentials bob = new DigestCredentials("bob", "zanzibar");
    Octets body = Octets.utf8("v=0\r\no=bob 2890844526 2890844526 IN IP4 media.biloxi.com\r\n");
    String answer = bob.answer(challenge, "INVITE", "sip:bob@biloxi.com", body, "0a4f113b", 1);
    assertThat(answer).contains(", qop=" + chosen + ", nc=00000001", "\"" + response + "\"");
  }

  @Test
  void anEmptyBodyIsHashedLikeAnyOther() throws MalformedException { // RFC 3261 §22.4 point 7
    assertThat(DigestAlgorithm.MD5.hash(Octets.EMPTY))
        .isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    assertThat(
            new DigestCredentials("bob", "zanzibar")
                .answer(
                    challenge("Digest realm=\"biloxi.com\", nonce=\"1\", qop=\"auth-int\""),
                    "MESSAGE",
                    "sip:bob@biloxi.com",
                    Octets.EMPTY,
                    "c",
                    0xFFFF_FFFFL))
        .contains("qop=auth-int, nc=ffffffff, cnonce=\"c\"");
  }

  @Test
  void whatIsQuotedStaysInItsQuotes() throws MalformedException {
    DigestChallenge challenge =
        challenge("Digest realm=\"a\\\"b\\\\c, d=\\\"e\", nonce=\"n\\\"\", opaque=\"\"");
    String answer =
        new DigestCredentials("x\", realm=\"evil", "")
            .answer(challenge, "MESSAGE", "sip:a@b", Octets.EMPTY, "c", 1);
    assertThat(answer)
        .startsWith(
            "Digest username=\"x\\\", realm=\\\"evil\", realm=\"a\\\"b\\\\c, d=\\\"e\","
                + " nonce=\"n\\\"\", uri=\"sip:a@b\"")
        .endsWith("opaque=\"\"");
    assertThat(AuthParameters.parse(answer, 6).find("realm")).contains("a\"b\\c, d=\"e");
    assertThat(SipHeader.of("Authorization", answer).value()).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\r\nVia: b", "a\nb", "a\0b", "\uD83D"})
  void noNameCanBreakALine(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new DigestCredentials(name, "secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"", "a b", "a\r\n", "\\", "\u00e9"})
  void aCnonceIsVisibleAscii(String cnonce) throws MalformedException {
    DigestChallenge challenge = challenge("Digest realm=\"a\", nonce=\"b\", qop=\"auth\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MUFASA.answer(challenge, "MESSAGE", "sip:a@b", Octets.EMPTY, cnonce, 1));
    for (long count : new long[] {0, -1, 1L << 32}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> MUFASA.answer(challenge, "MESSAGE", "sip:a@b", Octets.EMPTY, "c", count));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MUFASA.answer(challenge, "MESSAGE", "sip:a@b\r\n", Octets.EMPTY, "c", 1));
  }

  @Test
  void namesAndPasswordsAreThoseOfNormalizationFormC() { // RFC 7616 §4
    assertThat(new DigestCredentials("Ja\u0308son", "o\u0308"))
        .isEqualTo(new DigestCredentials("J\u00e4son", "\u00f6"));
  }

  @Test
  void aPasswordIsNotPrinted() {
    assertThat(MUFASA).hasToString("Mufasa");
  }

  /** jain-sip as the server, which knows MD5 without qop. */
  @Property(tries = 300)
  void anIndependentServerTakesTheAnswer(@ForAll String drawn, @ForAll int nonce) throws Exception {
    String password = drawn.replaceAll("[^ -~]", "x");
    DigestChallenge challenge =
        challenge("Digest realm=\"example.com\", nonce=\"" + nonce + "\", algorithm=MD5");
    SipRequest request = SipExamples.request(SipExamples.MESSAGE);
    String answer =
        new DigestCredentials("romeo", password).answer(challenge, request, "0a4f113b", 7);
    Octets wire =
        SipCodec.encode(request.withHeaders(request.headers().with("Proxy-Authorization", answer)));
    SIPRequest read =
        (SIPRequest) new StringMsgParser().parseSIPMessage(wire.toArray(), true, true, null);
    DigestServerAuthenticationHelper server = new DigestServerAuthenticationHelper();
    assertThat(server.doAuthenticatePlainTextPassword(read, password)).isTrue();
    assertThat(server.doAuthenticatePlainTextPassword(read, password + "x")).isFalse();
  }

  private static DigestChallenge challenge(String text) throws MalformedException {
    return DigestChallenge.parse(text).orElseThrow();
  }
}
