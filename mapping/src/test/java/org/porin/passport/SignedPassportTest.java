package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.passport.Tokens.MESSAGE;
import static org.porin.passport.Tokens.number;
import static org.porin.passport.Tokens.passport;
import static org.porin.passport.Tokens.signed;
import static org.porin.passport.Tokens.unsigned;
import static org.porin.passport.Tokens.uri;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The form of tokens, and what has to be in them. */
class SignedPassportTest {
  private static final String HEADER =
      "{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"https://a.example/c\"}";
  private static final String CLAIMS =
      "{\"dest\":{\"uri\":[\"sip:romeo@c.example\"]},\"iat\":1763859600,"
          + "\"orig\":{\"uri\":\"sip:juliet@a.example\"}}";
  private static final String DIGEST = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  // ---- form

  @Test
  @Requirement({"8225-6-1", "8225-8.1-1", "7515-5.2-1"})
  void aTokenOfAStrangerNeedsNoMoreThanTheBaselineClaims() throws MalformedException {
    SignedPassport token = SignedPassport.parse(unsigned(HEADER, CLAIMS));

    assertThat(token.passport().kind()).isEqualTo(TokenKind.BASE);
    assertThat(token.passport().attestation()).isEmpty();
    assertThat(token.passport().id()).isEmpty();
    assertThat(token.passport().orig()).isEqualTo(uri("sip:juliet@a.example"));
    assertThat(token.signingInput())
        .isEqualTo(Octets.utf8(Tokens.base64Url(HEADER) + "." + Tokens.base64Url(CLAIMS)));
    assertThat(token.signature()).isEqualTo(Octets.copyOf(new byte[64]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a", "a.b", "a.b.c", "a.b.c.d", "{}", "e30.e30.e30"})
  @Requirement({"8225-6-2", "8224-4.1.1-1"})
  void whatHasNotThreePartsOfATokenIsRefused(String token) {
    assertRefused(token);
  }

  @Test
  @Requirement("8225-6-2")
  void theJsonSerializationOfAJwsIsRefused() {
    assertRefused(
        "{\"payload\":\"%s\",\"protected\":\"%s\",\"signature\":\"%s\"}"
            .formatted(Tokens.base64Url(CLAIMS), Tokens.base64Url(HEADER), "A".repeat(86)));
  }

  @Test
  void eachPartHasOneSpelling() {
    String token = signed(MESSAGE).token();
    String[] parts = token.split("\\.");

    assertRefused(token + "=");
    assertRefused(token + ".");
    assertRefused(token + " ");
    assertRefused(" " + token);
    assertRefused(parts[0] + "==." + parts[1] + "." + parts[2]);
    assertRefused(parts[0] + "." + parts[1] + "\n." + parts[2]);
    assertRefused(unsigned(HEADER, CLAIMS).replace("AAAA", "A+AA"));
    assertRefused(unsigned(HEADER, CLAIMS).replace("AAAA", "A/AA"));
  }

  @Test
  void aSignatureWithBitsBehindItsLastOctetIsRefused() { // else one token had 16 spellings
    String token = unsigned(HEADER, CLAIMS);

    for (char last : "BCDEFGHIJKLMNOP".toCharArray()) {
      assertRefused(token.substring(0, token.length() - 1) + last);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 65, 70, 72, 128})
  void aSignatureHas64Octets(int octets) {
    String signature =
        java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[octets]);

    assertRefused(Tokens.base64Url(HEADER) + "." + Tokens.base64Url(CLAIMS) + "." + signature);
    assertThatThrownBy(
            () -> SignedPassport.sign(passport(MESSAGE), input -> Octets.copyOf(new byte[octets])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLengthIsBounded() {
    String most = "sip:" + "a".repeat(1_000) + "@c.example";
    String array = "[" + ("\"" + most + "\",").repeat(5) + "\"" + most + "\"]";
    String claims = CLAIMS.replace("[\"sip:romeo@c.example\"]", array);

    assertThat(unsigned(HEADER, claims)).hasSizeGreaterThan(SignedPassport.MAX_CHARS);
    assertRefused(unsigned(HEADER, claims));
    assertRefused("a".repeat(1 << 20));
  }

  // ---- canonical text

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"typ\":\"passport\",\"alg\":\"ES256\",\"x5u\":\"https://a.example/c\"}",
        "{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"https://a.example/c\" }",
        "{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"https:\\/\\/a.example/c\"}",
        "{\"alg\":\"none\",\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"https://a.example/c\"}",
      })
  @Requirement({"8225-7-3", "8225-9-1", "8225-9-2", "8225-9-6"})
  void aHeaderThatIsNotCanonicalIsRefused(String header) {
    assertRefused(unsigned(header, CLAIMS));
  }

  @Test
  @Requirement({"8225-7-3", "8225-9-2", "8225-9-6"})
  void claimsThatAreNotCanonicalAreRefused() {
    assertRefused(unsigned(HEADER, CLAIMS.replace(":{", ": {")));
    assertRefused(unsigned(HEADER, CLAIMS.replace("\"iat\":1763859600,", "") + ",\"iat\":1"));
    assertRefused(unsigned(HEADER, CLAIMS.replace("\"iat\"", "\"iat\":1,\"iat\"")));
    assertRefused(unsigned(HEADER, CLAIMS.replace("1763859600", "1763859600.0")));
    assertRefused(unsigned(HEADER, CLAIMS.replace("1763859600", "1.7638596e9")));
    assertRefused(unsigned(HEADER, CLAIMS.replace("sip:juliet", "sip:\\u006auliet")));
  }

  // ---- header

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\",\"x5u\":\"https://a.example/c\"}",
        "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"x5u\":\"https://a.example/c\"}",
        "{\"alg\":\"ES256\",\"typ\":\"Passport\",\"x5u\":\"https://a.example/c\"}",
        "{\"alg\":\"ES256\",\"typ\":[\"passport\"],\"x5u\":\"https://a.example/c\"}",
      })
  @Requirement({"8225-4.1-1", "8224-4.1-1"})
  void typIsPassport(String header) {
    assertRefused(unsigned(header, CLAIMS), "typ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "None", "", "HS256", "RS256", "ES384", "ES512", "EdDSA", "es256", "ES256K"
      })
  @Requirement({"8225-4.2-2", "7515-5.2-1"})
  void anyOtherAlgorithmIsRefused(String alg) {
    assertRefused(unsigned(HEADER.replace("ES256", alg), CLAIMS), "alg ES256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "//a.example/c", "c.cer", "https://a.example/<c>", "https://a b/"})
  void x5uIsAnAbsoluteUri(String x5u) {
    assertRefused(unsigned(HEADER.replace("https://a.example/c", x5u), CLAIMS));
  }

  @Test
  @Requirement("7515-4.1.11-1")
  void aHeaderThatMustBeUnderstoodIsRefused() { // RFC 7515 §4.1.11
    assertRefused(
        unsigned(
            "{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"],\"typ\":\"passport\","
                + "\"x5u\":\"https://a.example/c\"}",
            CLAIMS),
        "crit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shaken", "rph", "div-o", "MSG", "", "none"})
  @Requirement("8225-8.1-2")
  void anUnknownPptIsRefused(String ppt) {
    assertRefused(
        unsigned(HEADER.replace("\"typ\"", "\"ppt\":\"" + ppt + "\",\"typ\""), CLAIMS), "ppt");
  }

  // ---- claims

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"iat\":1763859600, \"iat\":\"1763859600\"",
        "\"iat\":1763859600, \"iat\":-1",
        "\"iat\":1763859600, \"iat\":253402300800",
        "\"iat\":1763859600, \"iat\":null",
        "\"iat\":1763859600, \"iat\":true",
        "\"iat\":1763859600, \"iau\":1763859600",
      })
  @Requirement({"8225-5.1.1-1", "8224-4.1-7"})
  void iatIsANumberOfSeconds(String good, String bad) {
    assertRefused(unsigned(HEADER, CLAIMS.replace(good, bad)), "iat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"c.example\"", "[\"c.example\"]", "[]", "\"\"", "null"})
  @Requirement("7519-4.1.3-1")
  void aTokenForAnAudienceIsForSomebodyElse(String audience) {
    assertRefused(
        unsigned(HEADER, CLAIMS.replace("{\"dest\"", "{\"aud\":" + audience + ",\"dest\"")), "aud");
  }

  @Test
  void whereATokenSaysWhenItEndsItIsANumberOfSeconds() throws MalformedException {
    String ending = CLAIMS.replace("\"iat\"", "\"exp\":%s,\"iat\"");
    assertThat(SignedPassport.parse(unsigned(HEADER, ending.formatted("1763859630"))).expiry())
        .contains(Instant.ofEpochSecond(1_763_859_630));
    assertThat(SignedPassport.parse(unsigned(HEADER, CLAIMS)).expiry()).isEmpty();
    for (String exp : List.of("\"1763859630\"", "-1", "null", "true", "253402300800")) {
      assertRefused(unsigned(HEADER, ending.formatted(exp)), "exp");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{}",
        "`\"sip:juliet@a.example\"`",
        "`[\"sip:juliet@a.example\"]`",
        "`{\"uri\":[\"sip:juliet@a.example\"]}`",
        "`{\"tn\":\"12155551212\",\"uri\":\"sip:juliet@a.example\"}`",
        "`{\"uri\":\"sip:juliet@a.example\",\"x\":1}`",
        "`{\"uri\":\"juliet\"}`",
        "`{\"uri\":\"\"}`",
        "`{\"uri\":\"sip:jul iet@a.example\"}`",
        "`{\"tn\":\"+12155551212\"}`",
        "`{\"tn\":\"1-215\"}`",
        "`{\"tn\":\"\"}`",
        "`{\"tn\":12155551212}`",
        "`{\"URI\":\"sip:juliet@a.example\"}`",
        "null",
      })
  @Requirement({"8225-5.2.1-1", "8225-5.2.1.1-1", "8225-5.2.1.2-1", "8224-4.1-5"})
  void origIsOneIdentity(String orig) {
    String claims = CLAIMS.replace("{\"uri\":\"sip:juliet@a.example\"}", orig);

    assertRefused(unsigned(HEADER, claims), "orig");
    assertRefused(
        unsigned(HEADER, CLAIMS.replace(",\"orig\":{\"uri\":\"sip:juliet@a.example\"}", "")),
        "orig");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{}",
        "[]",
        "`{\"uri\":[]}`",
        "`{\"uri\":\"sip:romeo@c.example\"}`",
        "`{\"tn\":\"12155551212\"}`",
        "`{\"tn\":[12155551212]}`",
        "`{\"uri\":[\"romeo\"]}`",
        "`{\"uri\":[[\"sip:romeo@c.example\"]]}`",
        "`{\"uri\":[\"sip:romeo@c.example\",1]}`",
      })
  @Requirement({"8225-5.2.1-2", "8224-4.1-6"})
  void destIsOneIdentityOrMoreInArrays(String dest) {
    assertRefused(
        unsigned(HEADER, CLAIMS.replace("{\"uri\":[\"sip:romeo@c.example\"]}", dest)), "dest");
  }

  @Test
  @Requirement({"8225-5.2.1-2", "9475-3.2.1-2"})
  void destMayNameManyOfBothKinds() throws MalformedException {
    SignedPassport token =
        SignedPassport.parse(
            unsigned(
                HEADER,
                CLAIMS.replace(
                    "{\"uri\":[\"sip:romeo@c.example\"]}",
                    "{\"tn\":[\"112\",\"911\"],\"uri\":[\"sip:b@c.example\",\"sip:a@c.example\"]}")));

    assertThat(token.passport().dest())
        .containsExactly(
            number("112"), number("911"), uri("sip:b@c.example"), uri("sip:a@c.example"));
  }

  @Test
  void theNumberOfDestinationsIsBounded() {
    String many = "\"112\"" + ",\"112\"".repeat(Passport.MAX_DESTINATIONS);

    assertRefused(
        unsigned(
            HEADER,
            CLAIMS.replace("{\"uri\":[\"sip:romeo@c.example\"]}", "{\"tn\":[" + many + "]}")),
        "destinations");
  }

  @Test
  @Requirement("8225-5.2.1-3")
  void numbersComeBeforeUrisAndEachInOrder() throws MalformedException {
    SignedPassport token =
        signed(
            passport(
                MESSAGE,
                uri("sip:b@c.example"),
                number("911"),
                uri("sip:a@c.example"),
                number("112")));

    assertThat(Tokens.payload(token))
        .contains(
            "\"dest\":{\"tn\":[\"112\",\"911\"],\"uri\":[\"sip:a@c.example\",\"sip:b@c.example\"]}");
    assertThat(SignedPassport.parse(token.token()).passport().dest()).hasSize(4);
  }

  @Test
  @Requirement("8225-5-1")
  void namesOfClaimsAreAsciiAndValuesAnything() throws MalformedException {
    assertThat(
            SignedPassport.parse(
                    unsigned(
                        HEADER,
                        CLAIMS.replace("\"orig\"", "\"note\":\"\u00e9\ud83d\ude00\",\"orig\"")))
                .passport()
                .id())
        .isEmpty();
    assertRefused(
        unsigned(HEADER, CLAIMS.substring(0, CLAIMS.length() - 1) + ",\"\u00e9\":1}"), "ASCII");
  }

  @Test
  @Requirement({"8225-8.3-2", "8225-8.3-1"})
  void unknownClaimsAreIgnoredButSigned() throws MalformedException {
    String more =
        CLAIMS.replace("\"orig\"", "\"mky\":[{\"alg\":\"sha-256\",\"dig\":\"00\"}],\"orig\"");
    SignedPassport token = SignedPassport.parse(unsigned(HEADER, more));

    assertThat(token.passport())
        .isEqualTo(SignedPassport.parse(unsigned(HEADER, CLAIMS)).passport());
    assertThat(token.token()).isEqualTo(unsigned(HEADER, more));
    assertThat(token.name()).isNotEqualTo(SignedPassport.parse(unsigned(HEADER, CLAIMS)).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"D\"", "\"a\"", "\"\"", "1", "null", "[\"A\"]"})
  @Requirement("8588-4-1")
  void attestIsAOrBOrC(String attest) {
    assertRefused(unsigned(HEADER, "{\"attest\":" + attest + "," + CLAIMS.substring(1)), "attest");
  }

  @Test
  void jtiIsShortAndVisible() {
    for (String jti :
        List.of("\"\"", "\"a b\"", "\"\u00e9\"", "1", "\"" + "a".repeat(129) + "\"")) {
      assertRefused(
          unsigned(HEADER, CLAIMS.replace("\"orig\"", "\"jti\":" + jti + ",\"orig\"")), "jti");
    }
  }

  // ---- kinds

  @Test
  @Requirement({"9475-3.2-2", "9475-3.2-4"})
  void msgiIsIgnoredAndNeverWrittenWithoutMsg() throws MalformedException {
    String claims = CLAIMS.replace("\"orig\"", "\"msgi\":\"no digest at all\",\"orig\"");

    assertThat(SignedPassport.parse(unsigned(HEADER, claims)).passport())
        .isEqualTo(SignedPassport.parse(unsigned(HEADER, CLAIMS)).passport());
    assertRefused(unsigned(header("msg"), claims), "sha256-");
    ClaimDigest digest = ClaimDigest.of(Octets.EMPTY);
    for (Scope scope :
        List.of(
            Scope.request("NOTIFY", digest),
            Scope.object(digest),
            Scope.gateway("b.example", "mtls"),
            new Scope.Diversion(uri("sip:nurse@a.example")))) {
      assertThat(Tokens.payload(signed(scope))).doesNotContain("msgi");
    }
  }

  @Test
  @Requirement("9475-3.2-3")
  void msgiMayBeLeftOut() throws MalformedException {
    assertThat(SignedPassport.parse(unsigned(header("msg"), CLAIMS)).passport().scope())
        .isEqualTo(new Scope.Message(Optional.empty()));
  }

  @Test
  void claimsOfTheRequestAreTyped() {
    for (String mth : List.of("\"\"", "\"SUB SCRIBE\"", "1", "\"" + "A".repeat(33) + "\"")) {
      assertRefused(unsigned(HEADER, CLAIMS.replace("\"orig\"", "\"mth\":" + mth + ",\"orig\"")));
    }
    assertRefused(unsigned(HEADER, "{\"bod\":\"x\"," + CLAIMS.substring(1)));
  }

  @Test
  void tokensOfObjectsAndGatewaysHaveAllTheirClaims() throws MalformedException {
    String object = "{\"attest\":\"A\",\"cpimd\":\"" + DIGEST + "\"," + CLAIMS.substring(1);
    object = object.replace("\"orig\"", "\"jti\":\"1\",\"orig\"");
    String gateway =
        "{\"attest\":\"C\","
            + CLAIMS
                .substring(1)
                .replace(
                    "\"iat\"", "\"gw\":{\"dom\":\"b.example\",\"hop\":2,\"lnk\":\"mtls\"},\"iat\"")
                .replace("\"orig\"", "\"jti\":\"1\",\"orig\"");
    gateway = gateway.substring(0, gateway.length() - 1) + ",\"prev\":\"" + DIGEST + "\"}";

    assertThat(SignedPassport.parse(unsigned(header("cpim"), object)).passport().scope())
        .isEqualTo(Scope.object(ClaimDigest.of(Octets.EMPTY)));
    assertThat(SignedPassport.parse(unsigned(header("gwa"), gateway)).passport().scope())
        .isEqualTo(
            new Scope.Gateway("b.example", 2, "mtls", Optional.of(ClaimDigest.of(Octets.EMPTY))));
    for (String left :
        List.of("\"attest\":\"A\",", "\"cpimd\":\"" + DIGEST + "\",", "\"jti\":\"1\",")) {
      assertRefused(unsigned(header("cpim"), object.replace(left, "")));
    }
    for (String left :
        List.of("\"attest\":\"C\",", "\"jti\":\"1\",", "\"hop\":2,", ",\"lnk\":\"mtls\"")) {
      assertRefused(unsigned(header("gwa"), gateway.replace(left, "")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"hop\":2, \"hop\":0",
        "\"hop\":2, \"hop\":-1",
        "\"hop\":2, \"hop\":256",
        "\"hop\":2, \"hop\":4294967297",
        "\"hop\":2, \"hop\":\"2\"",
        "b.example, B.example",
        "b.example, b.example.",
        "b.example, b_c.example",
        "b.example, ",
        "mtls, MTLS",
        "mtls, ",
        "mtls, m tls",
      })
  void aGatewayIsNamedInOneSpelling(String good, String bad) {
    String gateway =
        "{\"attest\":\"C\","
            + CLAIMS
                .substring(1)
                .replace(
                    "\"iat\"", "\"gw\":{\"dom\":\"b.example\",\"hop\":2,\"lnk\":\"mtls\"},\"iat\"")
                .replace("\"orig\"", "\"jti\":\"1\",\"orig\"");

    assertRefused(unsigned(header("gwa"), gateway.replace(good, bad == null ? "" : bad)));
  }

  @Test
  @Requirement({"8946-3-4", "8946-3-9", "8946-8-1"})
  void divIsOneIdentityAndHasNoOptBesideIt() throws MalformedException {
    String one = "\"div\":{\"uri\":\"sip:nurse@a.example\"},";

    assertThat(SignedPassport.parse(diversion(one)).passport().scope())
        .isEqualTo(new Scope.Diversion(uri("sip:nurse@a.example")));
    assertThat(
            SignedPassport.parse(
                    diversion("\"div\":{\"hi\":\"1.1\",\"uri\":\"sip:nurse@a.example\"},"))
                .passport()
                .scope())
        .isEqualTo(new Scope.Diversion(uri("sip:nurse@a.example")));
    assertRefused(diversion(""), "div");
    assertRefused(diversion("\"div\":{},"), "div");
    assertRefused(diversion("\"div\":\"sip:nurse@a.example\","), "div");
    assertRefused(diversion("\"div\":{\"uri\":[\"sip:nurse@a.example\"]},"), "div");
    assertRefused(diversion("\"div\":{\"tn\":\"112\",\"uri\":\"sip:nurse@a.example\"},"), "div");
    assertRefused(
        unsigned(
            header("div"),
            CLAIMS
                .replace("\"iat\"", one + "\"iat\"")
                .replace("\"orig\"", "\"opt\":\"a.b.c\",\"orig\"")),
        "opt");
  }

  private static String diversion(String div) {
    return unsigned(header("div"), CLAIMS.replace("\"iat\"", div + "\"iat\""));
  }

  // ---- compact form

  @Test
  @Requirement({"8225-7-1", "8225-7-2", "8224-4.1.1-1"})
  void aCompactFormIsRebuiltFromWhatTheRequestSays() throws Exception {
    SignedPassport full = signed(MESSAGE);
    String compact = ".." + full.token().substring(full.token().lastIndexOf('.') + 1);

    SignedPassport rebuilt = SignedPassport.rebuild(compact, passport(MESSAGE));

    assertThat(rebuilt).isEqualTo(full);
    assertThat(JdkEs256.verifies(rebuilt, Tokens.KEYS.getPublic())).isTrue();
    SignedPassport other =
        SignedPassport.rebuild(compact, passport(MESSAGE, uri("sip:mallory@c.example")));
    assertThat(JdkEs256.verifies(other, Tokens.KEYS.getPublic())).isFalse();
  }

  @Test
  @Requirement({"8946-3-3", "8225-7-1", "8588-3-1"})
  void aCompactFormIsNoFullFormAndTheOtherWayAround() {
    String token = signed(MESSAGE).token();
    String compact = ".." + token.substring(token.lastIndexOf('.') + 1);

    assertRefused(compact, "full form");
    assertThatThrownBy(() -> SignedPassport.rebuild(token, passport(MESSAGE)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> SignedPassport.rebuild(compact + "A", passport(MESSAGE)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> SignedPassport.rebuild("..", passport(MESSAGE)))
        .isInstanceOf(MalformedException.class);
  }

  // ---- names

  @Test
  void aTokenIsNamedByWhatIsSignedWhateverItsSignature() {
    SignedPassport one = signed(MESSAGE);
    SignedPassport other = signed(MESSAGE); // ECDSA signs with another number each time

    assertThat(one).isNotEqualTo(other);
    assertThat(one.name()).isEqualTo(other.name()).matches("[0-9a-f]{64}");
    assertThat(one)
        .isEqualTo(Tokens.parse(one.token()))
        .hasSameHashCodeAs(Tokens.parse(one.token()));
  }

  @Test
  void aTokenIsNotShownByAccident() {
    SignedPassport token = signed(MESSAGE);

    assertThat(token.toString()).doesNotContain(token.token().substring(0, 8));
  }

  @Test
  void aFaultIsNamedWithItsPlaceInTheToken() {
    String token = unsigned(HEADER, CLAIMS.replace("\"iat\"", "\"iat\" "));

    assertThatThrownBy(() -> SignedPassport.parse(token))
        .isInstanceOfSatisfying(
            MalformedException.class,
            e -> {
              assertThat(e.expected()).isEqualTo("':'");
              assertThat(e.offset()).isBetween(token.indexOf('.') + 1, token.lastIndexOf('.'));
            });
  }

  @Test
  void aPassportCannotBeMadeOfWhatCannotBeRead() {
    assertThatThrownBy(() -> passport(MESSAGE, new Identifier[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uri("no uri")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> number("+1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scope.gateway("b.example", 0, "mtls", signed(MESSAGE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new Passport(
                    "x5u",
                    Tokens.JULIET,
                    List.of(Tokens.ROMEO),
                    Tokens.AT,
                    Optional.empty(),
                    Optional.empty(),
                    MESSAGE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsSignedThatNobodyWouldRead() {
    Identifier most = uri("sip:" + "a".repeat(2_000) + "@c.example");

    assertThat(signed(passport(MESSAGE, most, most)).token())
        .hasSizeLessThan(SignedPassport.MAX_CHARS);
    assertThatThrownBy(() -> signed(passport(MESSAGE, most, most, most)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timesAreCutToSeconds() {
    Passport passport =
        new Passport(
            Tokens.X5U,
            Tokens.JULIET,
            List.of(Tokens.ROMEO),
            Tokens.AT.plusMillis(999),
            Optional.empty(),
            Optional.empty(),
            MESSAGE);

    assertThat(passport.issuedAt()).isEqualTo(Tokens.AT);
    assertThat(Tokens.payload(signed(passport))).contains("\"iat\":1763859600,");
  }

  private static String header(String ppt) {
    return HEADER.replace("\"typ\"", "\"ppt\":\"" + ppt + "\",\"typ\"");
  }

  private static void assertRefused(String token) {
    assertRefused(token, "");
  }

  private static void assertRefused(String token, String expected) {
    assertThatThrownBy(() -> SignedPassport.parse(token))
        .isInstanceOfSatisfying(
            MalformedException.class,
            e -> {
              assertThat(e.expected()).contains(expected);
              assertThat(e.offset()).isBetween(0, token.length());
            });
  }
}
