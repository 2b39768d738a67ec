package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** RFC 2045 §6. */
class TransferEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "base64|SGVs bG8=|Hello",
        "BASE64|SGVsbG8|Hello",
        "quoted-printable|H=65llo=|Hello",
        "Quoted-Printable|caf=C3=a9|café",
        "quoted-printable|a=20b|a b",
        "7bit|=48|=48",
        "8BIT|café|café",
        "binary|x|x"
      })
  @Requirement("2045-6-1")
  void anEncodingIsUndoneByItsNameWithoutCase(String encoding, String body, String text)
      throws MalformedException {
    assertThat(TransferEncoding.undo(entity(encoding, body))).hasValue(Octets.utf8(text));
  }

  @Test
  @Requirement("2045-6-1")
  void anUnknownEncodingMakesTheEntityOpaqueAndNoneIsSevenBit() throws MalformedException {
    assertThat(TransferEncoding.undo(entity("x-uuencode", "x"))).isEmpty();
    MimeEntity plain =
        MimeEntity.of(List.of(new MimeHeader("Content-Type", "text/plain")), Octets.utf8("=48"));
    assertThat(TransferEncoding.undo(plain)).hasValue(Octets.utf8("=48"));
  }

  @Test
  @Requirement("2045-6-1")
  void softLineBreaksAndSpaceAtTheEndOfALineVanish() throws MalformedException {
    assertThat(
            TransferEncoding.undo(entity("quoted-printable", "a=\r\nb= \t\r\nc =\nd  \r\ne f \t")))
        .hasValue(Octets.utf8("abc d\r\ne f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=4", "=4x", "=xx", "= 41", "=\r41"})
  void whatIsNotQuotedPrintableIsRefused(String body) {
    assertThatThrownBy(() -> TransferEncoding.undo(entity("quoted-printable", body)))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S", "=SGV", "SGVsbG8=x"})
  void whatIsNotBase64IsRefused(String body) {
    assertThatThrownBy(() -> TransferEncoding.undo(entity("base64", body)))
        .isInstanceOf(MalformedException.class);
  }

  private static MimeEntity entity(String encoding, String body) {
    return MimeEntity.of(
        List.of(
            new MimeHeader("Content-Type", "text/plain"),
            new MimeHeader("Content-Transfer-Encoding", encoding)),
        Octets.utf8(body));
  }
}
