package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.passport.Tokens.number;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The tokens that the RFCs print. Some are broken, and each test says how. */
class RfcExamplesTest {
  private static final String A1 = // the public half of the key pair
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFn2o9R1BE6aDQqzrafSgPKNFe/SLlgES"
          + "rfQtXBT5MndxQT+EnojWcUIQ6w9LXQR5bN/8BXvPvithaz8kBfb7oQ==";
  private static final String A2 =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8HNbQd/TmvCKwPKHkMF9fScavGeH"
          + "78YTU8qLS8I5HLHSSmlATLcslQMhNC/OhlWBYC626nIlo7XeebYS7Sb37g==";
  private static final String OF_8946 =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmzGM1VsO+3IqbMF54rQMaYKQftO4hUYm"
          + "9wv5wutLgEd9FsiTy3+4+Wa2O7pffOXPC0QzO+yD8hGEXGP/2mZo6w==";

  private static final String PASSPORT_OF_8225_APPENDIX_A =
      "eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9jZXJ0LmV4YW1wbGUub3JnL3Bh"
          + "c3Nwb3J0LmNlciJ9.eyJkZXN0Ijp7InVyaSI6WyJzaXA6YWxpY2VAZXhhbXBsZS5jb20iXX0sImlhdCI6MTQ3"
          + "MTM3NTQxOCwib3JpZyI6eyJ0biI6IjEyMTU1NTUxMjEyIn19.VLBCIVDCaeK6M4hLJb6SHQvacAQVvoiiEOWQ"
          + "_iUkqk79UD81fHQ0E1b3_GluIkba7UWYRM47ZbNFdOJquE35cw";
  private static final String PASSPORT_OF_8225_7_1 =
      "eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9jZXJ0LmV4YW1wbGUub3JnL3Bh"
          + "c3Nwb3J0LmNlciJ9.eyJkZXN0Ijp7InVyaSI6WyJzaXA6YWxpY2VAZXhhbXBsZS5jb20iXX0sImlhdCI6IjE0"
          + "NDMyMDgzNDUiLCJvcmlnIjp7InRuIjoiMTIxNTU1NTEyMTIifX0.rq3pjT1hoRwakEGjHCnWSwUnshd0-zJ6F"
          + "1VOgFWSjHBr8Qjpjlk-cpFYpFYsojNCpTzO3QfPOlckGaS6hEck7w";
  private static final String DIV_OF_8946 =
      "eyJhbGciOiJFUzI1NiIsInBwdCI6ImRpdiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly93d3cuZXhh"
          + "bXBsZS5jb20vY2VydC5jZXIifQ.eyJkZXN0Ijp7InRuIjpbIjEyMTU1NTUxMjE0Il19LCJkaXYiOnsidG4iOi"
          + "IxMjE1NTU1NTEyMTMifSwiaWF0IjoxNDQzMjA4MzQ1LCJvcmlnIjp7InRuIjoiMTIxNTU1NTEyMTIifX0.xBH"
          + "WipDEEJ8a6TsdX6xUXAnblsFiGUiAxwLiv0HLC9IICj6eG9jQd6WzeSSjHRBwxmChHhVIiMTSqIlk3yCNkg";
  private static final String ORIGINAL_OF_8946 =
      "eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly93d3cuZXhhbXBsZS5jb20vY2Vy"
          + "dC5jZXIifQ.eyJkZXN0Ijp7InRuIjpbIjEyMTU1NTUxMjEzIl19LCJpYXQiOjE0NDMyMDgzNDUsIm9yaWciOn"
          + "sidG4iOiIxMjE1NTU1MTIxMiJ9fQ.1bEzkzcNbKvgz4QoMx0_DJ2T8qFMDC1sPqHPXl1WvbauzRJRvYlZqQ0q"
          + "gGTlS8tJ_wXjVe07Z3wvDrdApHhhYw";
  private static final String DIV_O_OF_8946 =
      "eyJhbGciOiJFUzI1NiIsInBwdCI6ImRpdi1vIiwidHlwIjoicGFzc3BvcnQiLCJ4NXUiOiJodHRwczovL3d3dy5l"
          + "eGFtcGxlLmNvbS9jZXJ0LmNlciJ9.eyJkZXN0Ijp7InRuIjoiMTIxNTU1NTEyMTQifSwiZGl2Ijp7InRuIjoi"
          + "MTIxNTU1NTUxMjEzIn0sImlhdCI6MTQ0MzIwODM0NSwib3B0IjoiZXlKaGJHY2lPaUpGVXpJMU5pSXNJblI1Y"
          + "0NJNkluQmhjM053YjNKMElpd2llRFYxSWpvaWFIUjBjSE02THk5M2QzY3VaWGhoYlhCc1pTNWpiMjB2WTJWeW"
          + "RDNWpaWElpZlEuZXlKa1pYTjBJanA3SW5SdUlqcGJJakV5TVRVMU5UVXhNakV6SWwxOUxDSnBZWFFpT2pFME5"
          + "ETXlNRGd6TkRVc0ltOXlhV2NpT25zaWRHNGlPaUl4TWpFMU5UVTFNVEl4TWlKOWZRLjFiRXpremNOYkt2Z3o0"
          + "UW9NeDBfREoyVDhxRk1EQzFzUHFIUFhsMVd2YmF1elJKUnZZbFpxUTBxZ0dUbFM4dEpfd1hqVmUwN1ozd3ZEc"
          + "mRBcEhoaFl3Iiwib3JpZyI6eyJ0biI6IjEyMTU1NTUxMjEyIn19.CHeA9wRnthl7paMe6rP0TARpmFCXjmi_v"
          + "F_HRz2O_oulB_R-G9xZNiLVvmvHv4gk6LILaDV2y2VtHTLIEgmHig";

  @Test
  void thePassportOf8225AppendixAIsReadButVerifiesWithNeitherOfItsKeys() throws Exception {
    SignedPassport token = SignedPassport.parse(PASSPORT_OF_8225_APPENDIX_A);

    assertThat(token.passport().x5u()).isEqualTo("https://cert.example.org/passport.cer");
    assertThat(token.passport().orig()).isEqualTo(number("12155551212"));
    assertThat(token.passport().dest()).containsExactly(Tokens.uri("sip:alice@example.com"));
    assertThat(token.passport().issuedAt()).isEqualTo(Instant.ofEpochSecond(1_471_375_418L));
    assertThat(token.passport().scope())
        .isEqualTo(new Scope.Request(Optional.empty(), Optional.empty()));
    assertThat(JdkEs256.verifies(token, JdkEs256.publicKey(A1))).isFalse();
    assertThat(JdkEs256.verifies(token, JdkEs256.publicKey(A2))).isFalse();
  }

  @Test
  @Requirement({"8225-5.1.1-1", "8224-4.1-7"})
  void thePassportOf8225Section71VerifiesWithA2ButIsRefusedSinceItsIatIsAString() throws Exception {
    assertThat(JdkEs256.verifies(PASSPORT_OF_8225_7_1, JdkEs256.publicKey(A2))).isTrue();
    assertThatThrownBy(() -> SignedPassport.parse(PASSPORT_OF_8225_7_1))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("iat as a number");
  }

  @Test
  @Requirement("8224-4.1-3")
  void theIdentityOf8224Section411IsRefusedSinceItsInfoIsNotTheX5u() throws Exception {
    String info = ";info=<https://biloxi.example.org/biloxi.cert>";
    Identity identity = Identity.parse(PASSPORT_OF_8225_7_1 + info);

    assertThat(identity.info()).isEqualTo("https://biloxi.example.org/biloxi.cert");
    assertThatThrownBy(identity::open).isInstanceOf(MalformedException.class); // for its iat too
    assertThatThrownBy(() -> Identity.parse(PASSPORT_OF_8225_APPENDIX_A + info).open())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("info as x5u");
  }

  @Test
  @Requirement({"8946-3-1", "8946-3-4"})
  void theDivOf8946VerifiesButItsOldTargetHasADigitTooManyToBeThatOfTheOriginal() throws Exception {
    PublicKey key = JdkEs256.publicKey(OF_8946);
    SignedPassport div = SignedPassport.parse(DIV_OF_8946);
    SignedPassport original = SignedPassport.parse(ORIGINAL_OF_8946);

    assertThat(JdkEs256.verifies(div, key)).isTrue();
    assertThat(JdkEs256.verifies(original, key)).isTrue();
    assertThat(div.passport().kind()).isEqualTo(TokenKind.DIVERSION);
    assertThat(div.passport().scope()).isEqualTo(new Scope.Diversion(number("121555551213")));
    assertThat(div.passport().dest()).containsExactly(number("12155551214"));
    assertThat(div.passport().orig()).isEqualTo(original.passport().orig());
    assertThat(original.passport().dest()).containsExactly(number("12155551213"));
  }

  @Test
  @Requirement("8225-5.2.1-2")
  void theDivOOf8946VerifiesButIsOfAnUnknownKindAndItsDestIsNoArray() throws Exception {
    assertThat(JdkEs256.verifies(DIV_O_OF_8946, JdkEs256.publicKey(OF_8946))).isTrue();
    assertThatThrownBy(() -> SignedPassport.parse(DIV_O_OF_8946))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a known ppt");
    assertThatThrownBy(
            () ->
                SignedPassport.parse(
                    Tokens.unsigned(
                        "{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"https://www.example.com/cert.cer\"}",
                        "{\"dest\":{\"tn\":\"12155551214\"},\"iat\":1443208345,"
                            + "\"orig\":{\"tn\":\"12155551212\"}}")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("dest with arrays");
    assertThat(Identity.parse(DIV_O_OF_8946 + ";info=<https://a.example/>;ppt=div-o").kind())
        .isEmpty();
  }

  @Test
  @Requirement("9475-3.2-7")
  void theMsgiOf9475Section32IsRefusedSinceItHas42Octets() {
    assertThatThrownBy(
            () ->
                ClaimDigest.parse(
                    "sha256-H8BRh8j48O9oYatfu5AZzq6A9RINQZngK7T62em8MUt1FLm52t+eX6xO"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("base64 of 32 octets");
  }

  @Test
  @Requirement("8225-4.2-1")
  void aSignatureOfTheRfcsIs64Octets() throws MalformedException {
    SignedPassport token = SignedPassport.parse(ORIGINAL_OF_8946);

    assertThat(token.signature().length()).isEqualTo(64);
    assertThat(token.signingInput())
        .isEqualTo(Octets.utf8(ORIGINAL_OF_8946.substring(0, ORIGINAL_OF_8946.lastIndexOf('.'))));
  }
}
