package org.porin.pidf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** In which encoding a document is (RFC 3863 §3.1, §4.1). */
class DocumentTextTest {
  private static final String NOTE = "žluť \uD83D\uDE00";

  @ParameterizedTest(name = "[{index}] charset={0}, mark={1}, encoding={2}, in {3}")
  @CsvSource({
    ", false, UTF-8, UTF-8",
    ", false, utf-8, UTF-8",
    ", false, , UTF-8",
    ", true, UTF-8, UTF-8",
    ", true, , UTF-8",
    ", true, UTF-16, UTF-16LE",
    ", true, UTF-16, UTF-16BE",
    ", false, UTF-16, UTF-16BE",
    ", false, UTF-16LE, UTF-16LE",
    "utf-8, false, UTF-8, UTF-8",
    "UTF-8, false, ISO-8859-1, UTF-8",
    "UTF-8, true, EBCDIC-CP-US, UTF-8",
    "utf-16, true, UTF-8, UTF-16LE",
    "utf-16, true, UTF-8, UTF-16BE",
    "utf-16, false, UTF-8, UTF-16LE",
    "utf-16be, false, UTF-8, UTF-16BE",
    "utf-16le, true, UTF-8, UTF-16LE"
  })
  @Requirement({"3863-3.1-2", "3863-4.1-4", "3863-4.1-5", "3863-7-1", "3863-7-2"})
  void theCarrierGoesFirstThenTheMarkThenTheDeclaration(
      String mimeCharset, boolean mark, String encoding, String in) {
    String declaration =
        encoding == null ? "" : "<?xml version='1.0' encoding='" + encoding + "'?>\n";
    Octets octets = octets(mark, declaration, in);
    PidfVerdict verdict =
        PidfCodec.verdict(octets, Optional.ofNullable(mimeCharset), PidfLimits.DEFAULT);

    assertThat(verdict).isInstanceOf(PidfVerdict.Valid.class);
    PidfDocument document = ((PidfVerdict.Valid) verdict).document();
    assertThat(document.presence().notes()).containsExactly(Note.of(NOTE));
    assertThat(document.warnings().isEmpty()).isEqualTo(encoding != null);
  }

  @ParameterizedTest
  @CsvSource({
    "true, UTF-8, UTF-16LE, 62",
    "false, us-ascii, UTF-16BE, 60",
    "true, UTF-16, UTF-8, 33",
    "true, utf-16le, UTF-8, 33"
  })
  @Requirement("3863-4.1-5")
  void anEncodingThatCannotBeIsForATolerantReaderAlone(
      boolean mark, String encoding, String in, int offset) throws MalformedException {
    Octets octets = octets(mark, "<?xml version='1.0' encoding='" + encoding + "'?>", in);

    assertThat(Pidf.invalid(octets))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.NOT_WELL_FORMED, offset));
    assertThat(
            PidfCodec.decodeLenient(octets, Optional.empty(), PidfLimits.DEFAULT)
                .presence()
                .notes())
        .containsExactly(Note.of(NOTE));
  }

  @Test
  @Requirement({"3863-7-2", "3863-4.1-4"})
  void octetsOfLatin1AreReadWhereEitherSaysSo() {
    byte[] declared = latin1("ISO-8859-1");
    assertThat(notes(declared, Optional.empty())).containsExactly(Note.of("déjà"));
    assertThat(notes(latin1("UTF-8"), Optional.of("iso-8859-1"))).containsExactly(Note.of("déjà"));
    assertThat(PidfCodec.verdict(Octets.copyOf(declared), Optional.of("utf-8"), PidfLimits.DEFAULT))
        .isEqualTo(
            new PidfVerdict.Invalid(
                PidfReason.BAD_ENCODING, new String(declared, ISO_8859_1).indexOf('é')));
  }

  @ParameterizedTest
  @CsvSource({
    "utf-7, UTF-8, 0",
    "x-unknown, UTF-8, 0",
    "'', UTF-8, 0",
    ", EBCDIC-CP-US, 30",
    ", UTF-32, 30"
  })
  void anyOtherEncodingIsRefused(String mimeCharset, String encoding, int offset) {
    Octets octets = octets(false, "<?xml version='1.0' encoding='" + encoding + "'?>", "UTF-8");

    assertThat(PidfCodec.verdict(octets, Optional.ofNullable(mimeCharset), PidfLimits.DEFAULT))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.UNSUPPORTED_ENCODING, offset));
  }

  @Test
  void octetsThatAreNotOfTheEncodingAreRefusedWhereTheyAre() {
    int[][] wrong = {{0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0x80}, {0xC3}};
    for (int[] octets : wrong) {
      byte[] document = Pidf.document("<note>\uFFFD*****</note>").toArray();
      int at = new String(document, ISO_8859_1).indexOf('*');
      for (int i = 0; i < octets.length; i++) {
        document[at + i] = (byte) octets[i];
      }
      assertThat(Pidf.invalid(Octets.copyOf(document)))
          .isEqualTo(new PidfVerdict.Invalid(PidfReason.BAD_ENCODING, at));
    }
    assertThat(Pidf.presence("<note>\uFFFD</note>").notes()).containsExactly(Note.of("\uFFFD"));
  }

  @ParameterizedTest
  @CsvSource({"false, UTF-8", "true, UTF-8", "true, UTF-16LE", "true, UTF-16BE"})
  void aFaultIsWhereItsOctetIs(boolean mark, String in) {
    String before = "<?xml version='1.0'?>" + Pidf.ROOT + "\r\n<note>" + NOTE + "</note>";
    Charset charset = Charset.forName(in);
    byte[] octets = ((mark ? "\uFEFF" : "") + before + "<tuple/></presence>").getBytes(charset);
    int at = ((mark ? "\uFEFF" : "") + before).getBytes(charset).length;

    assertThat(Pidf.invalid(Octets.copyOf(octets)))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.MISSING_TUPLE_ID, at));
  }

  @Test
  void noOctetsAreNoDocument() {
    for (int length = 0; length < 4; length++) {
      for (int first : new int[] {0, '<', 0xEF, 0xFE, 0xFF, 0x80}) {
        byte[] octets = new byte[length];
        if (length > 0) {
          octets[0] = (byte) first;
        }
        assertThat(Pidf.invalid(Octets.copyOf(octets)).reason())
            .isIn(PidfReason.NOT_WELL_FORMED, PidfReason.BAD_ENCODING);
      }
    }
  }

  private static List<Note> notes(byte[] octets, Optional<String> charset) {
    PidfVerdict verdict = PidfCodec.verdict(Octets.copyOf(octets), charset, PidfLimits.DEFAULT);
    assertThat(verdict).isInstanceOf(PidfVerdict.Valid.class);
    return ((PidfVerdict.Valid) verdict).document().presence().notes();
  }

  private static byte[] latin1(String encoding) {
    return ("<?xml version='1.0' encoding='"
            + encoding
            + "'?>"
            + Pidf.ROOT
            + "<note>déjà</note></presence>")
        .getBytes(ISO_8859_1);
  }

  private static Octets octets(boolean mark, String declaration, String in) {
    Charset charset =
        switch (in) {
          case "UTF-16LE" -> UTF_16LE;
          case "UTF-16BE" -> UTF_16BE;
          default -> UTF_8;
        };
    String text =
        (mark ? "\uFEFF" : "") + declaration + Pidf.ROOT + "<note>" + NOTE + "</note></presence>";
    return Octets.copyOf(text.getBytes(charset));
  }
}
