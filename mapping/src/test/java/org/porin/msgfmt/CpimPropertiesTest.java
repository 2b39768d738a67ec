package org.porin.msgfmt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.msgfmt.CpimVerdict.Invalid;
import org.porin.msgfmt.CpimVerdict.Valid;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.requirement.Requirement;
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
  @Requirement({"3862-2.2-12", "3862-3.4-1", "3862-3.4-2"})
  void whatIsBuiltIsReadAsItWas(@ForAll("messages") CpimMessage message) throws MalformedException {
    Octets written = CpimCodec.encode(message);

    assertThat(CpimCodec.decode(written, CpimLimits.DEFAULT)).isEqualTo(message);
    assertThat(CpimCodec.decodeLenient(written, CpimLimits.DEFAULT)).isEqualTo(message);
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

  /** Messages with everything that the builder can write, in any order. */
  @Provide
  Arbitrary<CpimMessage> messages() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.strings().withChars(" ab;\"\\'\t\r\n\u0000\u007F\u017E").ofMaxLength(12));
    Arbitrary<Mailbox> mailboxes =
        Combinators.combine(
                texts.optional(),
                Arbitraries.of("im:a@b.example", "sip:a@b;x=y", "im:%C5%BE@b", "urn:x:\u017e#\"\\"))
            .as(Mailbox::new);
    Arbitrary<Consumer<CpimBuilder>> steps =
        Arbitraries.oneOf(
            mailboxes.map(who -> builder -> builder.from(who)),
            mailboxes.map(who -> builder -> builder.to(who)),
            mailboxes.map(who -> builder -> builder.cc(who)),
            texts.map(text -> builder -> builder.subject(new Subject(Optional.empty(), text))),
            texts.map(text -> builder -> builder.subject(new Subject(Optional.of("cs"), text))),
            Arbitraries.longs()
                .between(0, 253_402_300_799L)
                .map(second -> builder -> builder.dateTime(Instant.ofEpochSecond(second))),
            Arbitraries.of("p", "c", "n!")
                .map(prefix -> builder -> builder.namespace(prefix, "urn:x:" + prefix)),
            texts.map(
                text ->
                    builder -> builder.namespace("h", "urn:y").header("h", "X", "'" + text + "'")));
    Arbitrary<MimeEntity> entities =
        Combinators.combine(
                Arbitraries.of("text/plain", "a/b; c=\"d e\"", "message/cpim"),
                texts.map(text -> Octets.utf8(text).toText(0, Octets.utf8(text).length())))
            .as(
                (type, text) ->
                    MimeEntity.of(
                        List.of(
                            new MimeHeader("X-First", Grammar.trim(text.replaceAll("\\p{Cc}", ""))),
                            new MimeHeader("Content-type", type)),
                        Octets.utf8(text)));
    return Combinators.combine(steps.list().ofMaxSize(9), entities)
        .as(
            (list, entity) -> {
              CpimBuilder builder = new CpimBuilder();
              list.forEach(step -> step.accept(builder));
              return builder.build(entity);
            });
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
            "\r\nX: a  \\u0041 \\q\\\"  \\",
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
