package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** RFC 2046 §5.1. */
class MultipartTest {
  private static final String TYPE = "multipart/mixed; boundary=b";

  /** The example of RFC 2046 §5.1.1, shortened: the second part has a line end of its own. */
  @Test
  void theExampleOfTheRfcHasTwoParts() throws MalformedException {
    List<MimeEntity> parts =
        parts(
            "multipart/mixed; boundary=\"simple boundary\"",
            """
            This is the preamble.  It is to be ignored.
            --simple boundary

            This is implicitly typed plain US-ASCII text.
            --simple boundary
            Content-type: text/plain; charset=us-ascii

            It DOES end with a linebreak.

            --simple boundary--

            This is the epilogue.  --simple boundary
            --simple boundary
            """);

    assertThat(parts)
        .extracting(part -> part.body().toUtf8())
        .containsExactly(
            "This is implicitly typed plain US-ASCII text.", "It DOES end with a linebreak.\r\n");
    assertThat(parts)
        .allMatch(part -> part.contentType().toString().equals("text/plain; charset=us-ascii"));
  }

  @Test
  void aDelimiterMayBeTheFirstOctetsAndHaveSpaceBehindIt() throws MalformedException {
    assertThat(bodies("--b \t\n\none\n--b--  \n")).containsExactly("one");
  }

  @Test
  void withoutCloseDelimiterTheLastPartGoesToTheEnd() throws MalformedException {
    assertThat(bodies("--b\n\none\n--b\n\ntwo\n")).containsExactly("one", "two\r\n");
  }

  @Test
  void aLineThatOnlyBeginsLikeADelimiterIsContent() throws MalformedException {
    assertThat(bodies("--b\n\n--bb\n--b-\n--b--x\n --b\nx--b\n--b--"))
        .containsExactly("--bb\r\n--b-\r\n--b--x\r\n --b\r\nx--b");
  }

  @Test
  void anInnerPartWithoutCloseDelimiterEndsWithTheOuterOne() throws MalformedException {
    List<MimeEntity> outer =
        parts(
            TYPE,
            "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--b\n\ntwo\n--b--");
    assertThat(outer).hasSize(2);
    MimeEntity inner = outer.get(0);
    assertThat(Multipart.parts(inner.contentType(), inner.body(), MultipartLimits.DEFAULT))
        .extracting(part -> part.body().toUtf8())
        .containsExactly("one");
  }

  @Test
  void aPartMayHaveNoFieldsNoBodyOrNothingAtAll() throws MalformedException {
    List<MimeEntity> parts =
        parts(TYPE, "--b\nContent-Type: image/png\n--b\nContent-ID: <a@b>\n\n--b\n--b\n\n--b--");
    assertThat(parts).extracting(part -> part.body().length()).containsExactly(0, 0, 0, 0);
    assertThat(parts)
        .extracting(part -> part.contentType().essence())
        .containsExactly("image/png", "text/plain", "text/plain", "text/plain");
  }

  @Test
  void aTypeThatCannotBeReadIsThatOfUnknownOctets() throws MalformedException {
    assertThat(parts(TYPE, "--b\nContent-Type: a\n\nx\n--b--").get(0).contentType().essence())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void whatADigestHoldsAreMessages() throws MalformedException {
    assertThat(parts("multipart/digest; boundary=b", "--b\n\nFrom: x\n\ny\n--b--").get(0))
        .satisfies(part -> assertThat(part.contentType().essence()).isEqualTo("message/rfc822"));
  }

  @Test
  void bareLineFeedsAreForgiven() throws MalformedException {
    MediaType type = MediaType.parse(TYPE);
    Octets body = Octets.utf8("--b\nContent-Type: text/plain\n\nx\n--b--\n");
    assertThat(Multipart.parts(type, body, MultipartLimits.DEFAULT))
        .extracting(part -> part.body().toUtf8())
        .containsExactly("x");
  }

  @Test
  void eachPartHasItsExactOctets() throws MalformedException {
    String part = "Content-Type: text/plain;\r\n charset=utf-8\r\n\r\n  x \r\n";
    Octets body = Octets.utf8("--b\r\n" + part + "\r\n--b--");
    assertThat(Multipart.parts(MediaType.parse(TYPE), body, MultipartLimits.DEFAULT))
        .extracting(MimeEntity::octets)
        .containsExactly(Octets.utf8(part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no delimiter",
        "--b--\n",
        "--b\nno field\n--b--",
        "--b\n folded\n\nx\n--b--",
        "--b\nContent-Type: a/b\nContent-Type: a/b\n\nx\n--b--"
      })
  void whatHasNoPartsOrNoFieldsInThemIsMalformed(String body) {
    assertThatThrownBy(() -> parts(TYPE, body)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aBoundaryHas1To70CharsThatDoNotEndInASpace() throws MalformedException {
    String longest = "0'()+_,-./:=? " + "x".repeat(56);
    assertThat(parts("multipart/mixed; boundary=\"" + longest + "\"", "--" + longest + "\n\nx"))
        .hasSize(1);
    for (String boundary : List.of("", "x".repeat(71), "x ", "é", "a*b", "a\tb")) {
      assertThatThrownBy(
              () -> parts("multipart/mixed; boundary=\"" + boundary + "\"", "--" + boundary + "\n"))
          .isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> parts("multipart/mixed", "--\n\nx"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> parts("text/plain; boundary=b", "--b\n\nx"))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void theLimitsHold() throws MalformedException {
    MediaType type = MediaType.parse(TYPE);
    Octets three = Octets.utf8("--b\r\n\r\n--b\r\n\r\n--b\r\n\r\n--b--");
    assertThat(Multipart.parts(type, three, new MultipartLimits(100, 3, 1))).hasSize(3);
    assertThatThrownBy(() -> Multipart.parts(type, three, new MultipartLimits(100, 2, 1)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Multipart.parts(type, three, new MultipartLimits(10, 3, 1)))
        .isInstanceOf(MalformedException.class);
    String fields = "X: y\r\n".repeat(65);
    assertThatThrownBy(() -> parts(TYPE, "--b\n" + fields + "\n--b--"))
        .isInstanceOf(MalformedException.class);
  }

  @Property(tries = 300)
  void whatWasPutTogetherComesApart(@ForAll("contents") List<String> contents)
      throws MalformedException {
    StringBuilder body = new StringBuilder("preamble");
    for (String content : contents) {
      body.append("\r\n--b\r\nContent-Type: text/plain\r\n\r\n").append(content);
    }
    body.append("\r\n--b--\r\nepilogue");

    assertThat(
            Multipart.parts(
                MediaType.parse(TYPE), Octets.utf8(body.toString()), MultipartLimits.DEFAULT))
        .extracting(part -> part.body().toUtf8())
        .isEqualTo(contents);
  }

  @Provide
  Arbitrary<List<String>> contents() {
    return Arbitraries.of("a", "é", "\r\n", "\n", "\r", "-", "--", "--bb", " ", "--B", ":")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Property(tries = 2_000)
  void nothingButMalformedIsEverThrown(@ForAll("pieces") List<String> pieces) {
    Octets body = Octets.utf8(String.join("", pieces));
    try {
      int octets = 0;
      for (MimeEntity part :
          Multipart.parts(MediaType.parse(TYPE), body, MultipartLimits.DEFAULT)) {
        octets += part.octets().length();
      }
      assertThat(octets).isLessThan(body.length());
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, body.length());
    }
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "--b",
            "--",
            "b",
            "\r\n",
            "\n",
            "\r",
            " ",
            ":",
            "Content-Type:",
            "text/plain",
            "x",
            "\u0000",
            "é")
        .list()
        .ofMaxSize(30);
  }

  private static List<String> bodies(String body) throws MalformedException {
    List<String> bodies = new ArrayList<>();
    for (MimeEntity part : parts(TYPE, body)) {
      bodies.add(part.body().toUtf8());
    }
    return bodies;
  }

  private static List<MimeEntity> parts(String type, String body) throws MalformedException {
    return Multipart.parts(
        MediaType.parse(type),
        Octets.utf8(body.replace("\r\n", "\n").replace("\n", "\r\n")),
        MultipartLimits.DEFAULT);
  }
}
