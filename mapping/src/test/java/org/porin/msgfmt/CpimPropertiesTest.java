package org.porin.msgfmt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.msgfmt.CpimVerdict.Invalid;
import org.porin.msgfmt.CpimVerdict.Valid;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What holds for all input, not only for the examples. */
class CpimPropertiesTest {
  @Property
  void noInputMakesTheReaderThrow(@ForAll("objects") byte[] input) {
    Octets octets = Octets.copyOf(input);
    CpimLimits limits = new CpimLimits(2_000, 20, 1_000);
    CpimVerdict strict = CpimCodec.verdict(octets, limits);
    CpimVerdict lenient = CpimCodec.lenientVerdict(octets, limits);

    if (strict instanceof Valid valid) {
      assertThat(CpimCodec.encode(valid.message())).isEqualTo(octets);
      assertThat(lenient).isEqualTo(strict);
      if (CpimApplication.check(valid.message()).isEmpty()) {
        assertThat(valid.message().from().uri()).contains(":");
      }
    } else {
      assertThat(((Invalid) strict).offset()).isBetween(0, input.length);
    }
    if (lenient instanceof Valid valid) {
      Octets written = CpimCodec.encode(valid.message());
      assertThat(CpimCodec.lenientVerdict(written, CpimLimits.DEFAULT)).isEqualTo(lenient);
    }
  }

  @Property
  void everyTextComesBackFromItsHeader(@ForAll String text) throws MalformedException {
    String readable = new String(text.getBytes(UTF_8), UTF_8).replace('?', '.');
    CpimMessage message =
        new CpimBuilder()
            .from(new Mailbox(Optional.of(readable), "im:a@example.com"))
            .subject(new Subject(Optional.empty(), readable))
            .build(
                MimeEntity.of(
                    List.of(new MimeHeader("Content-Type", "text/plain")), Octets.utf8(readable)));
    CpimMessage read = CpimCodec.decode(CpimCodec.encode(message), CpimLimits.DEFAULT);

    assertThat(read).isEqualTo(message);
    assertThat(read.from().formalName())
        .isEqualTo(readable.isBlank() ? Optional.empty() : Optional.of(readable));
    assertThat(read.subjects())
        .extracting(Subject::text)
        .isEqualTo(readable.isBlank() ? List.of() : List.of(readable.strip()));
    assertThat(read.entity().body()).isEqualTo(Octets.utf8(readable));
  }

  @Property
  void everyDateTimeThatIsReadCanBeWritten(@ForAll("dates") String text) {
    try {
      assertThat(DateTime.parse(DateTime.format(DateTime.parse(text))).getEpochSecond())
          .isEqualTo(DateTime.parse(text).getEpochSecond());
    } catch (MalformedException | IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Objects put together of pieces that mean something, in any order. */
  @Provide
  Arbitrary<byte[]> objects() {
    return Arbitraries.of(
            "From: <im:a@b.example>",
            "To: x <im:b@c.example>",
            "\r\n",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "NS: p <urn:x>",
            "p.X: y",
            "Require: p.X",
            "Subject:;lang=en x",
            "Content-Type: a/b",
            "Content-Type: text/plain; charset=\"utf-8",
            " ",
            "\t",
            ":",
            ";a=\"",
            "\\",
            "\u0000",
            "é",
            "\uFFFD",
            "cc: \"a\"<",
            "X: ",
            "DateTime: 2005-11-23T10:00:00Z",
            "<",
            ">",
            "\"")
        .list()
        .ofMaxSize(14)
        .map(pieces -> String.join("", pieces).getBytes(UTF_8));
  }

  @Provide
  Arbitrary<String> dates() {
    return Arbitraries.strings()
        .withChars("0123459-:.TZtz+ ")
        .ofMaxLength(40)
        .flatMap(
            tail ->
                Arbitraries.of(
                        "", "2005-11-23T10:00:00", "0000-01-01T00:00:60", "9999-12-31T23:59:59")
                    .map(head -> head + tail));
  }
}
