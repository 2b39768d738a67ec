package org.porin.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Handshake;
import org.porin.stanza.StreamElement.Routed;
import org.porin.stanza.StreamElement.StreamError;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;

class StanzaReaderTest {
  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
          + " xmlns:stream='http://etherx.jabber.org/streams' from='c.example' id='3BF96D32'>";
  private static final String MESSAGE =
      "<message from='a@b.c' to='ü@f.g'><body>x &gt; <![CDATA[<y>]]>😀</body></message>";
  private static final StanzaLimits SMALL = new StanzaLimits(10_000, 4, 5, 10);

  @Test
  void aStreamIsReadFromItsHeaderToItsEnd() throws IOException, MalformedException {
    StanzaReader reader =
        reader(
            HEADER
                + "<handshake/> \r\n\t"
                + MESSAGE
                + "<presence/><iq type='result' id='1'/>"
                + "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>why</text></stream:error>"
                + "<stream:error/></stream:stream >");
    assertThat(reader.open())
        .isEqualTo(
            new StreamHeader(
                "jabber:component:accept", Optional.of("c.example"), Optional.of("3BF96D32")));
    assertThat(reader.next()).contains(new Handshake());
    assertThat(reader.next())
        .hasValueSatisfying(
            element ->
                assertThat(((MessageStanza) ((Routed) element).stanza()).bodies())
                    .containsExactly(LangText.of("x > <y>😀")));
    assertThat(reader.next()).containsInstanceOf(Routed.class);
    assertThat(reader.next()).containsInstanceOf(Routed.class);
    assertThat(reader.next()).contains(new StreamError("conflict", Optional.of("why")));
    assertThat(reader.next()).contains(new StreamError("undefined-condition", Optional.empty()));
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m05-address-escapes",
        "m06-address-escapes-back",
        "m07-address-unicode",
        "m09-address-hyphen",
        "m10-address-question-mark"
      })
  void aDocumentOfStanzasIsReadToo(String vector) throws IOException, MalformedException {
    try (InputStream in =
        StanzaReaderTest.class.getResourceAsStream("/vectors/pairs/" + vector + ".xmpp.xml")) {
      StanzaReader reader = new StanzaReader(Objects.requireNonNull(in), StanzaLimits.DEFAULT);
      assertThat(reader.open().namespace()).isEqualTo("jabber:component:accept");
      assertThat(reader.next())
          .hasValueSatisfying(
              element ->
                  assertThat(((MessageStanza) ((Routed) element).stanza()).bodies())
                      .containsExactly(LangText.of("x")));
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void anElementIsGivenOutAsSoonAsItsLastOctetIsThere() throws IOException, MalformedException {
    // The input fails the test when it is asked for more than was needed.
    List<byte[]> parts = new ArrayList<>();
    for (String part : List.of(HEADER, MESSAGE, "<presence/>", " ", "\n", MESSAGE)) {
      for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
        parts.add(new byte[] {octet});
      }
    }
    FragmentedInput in = new FragmentedInput(parts);
    StanzaReader reader = new StanzaReader(in, StanzaLimits.DEFAULT);
    int header = HEADER.length();
    int message = MESSAGE.getBytes(StandardCharsets.UTF_8).length;
    reader.open();
    assertThat(in.given).isEqualTo(header);
    assertThat(reader.next()).containsInstanceOf(Routed.class);
    assertThat(in.given).isEqualTo(header + message);
    assertThat(reader.next()).containsInstanceOf(Routed.class);
    assertThat(in.given).isEqualTo(header + message + "<presence/>".length());
    assertThat(reader.next()).containsInstanceOf(Routed.class);
    assertThat(in.given).isEqualTo(parts.size());
  }

  @Test
  void whereTheOctetsAreCutMakesNoDifference() throws IOException, MalformedException {
    byte[] stream =
        (HEADER + MESSAGE + " <iq type='get' id='1'><a xmlns='u'/></iq></stream:stream>")
            .getBytes(StandardCharsets.UTF_8);
    List<StreamElement> whole = readAll(new ByteArrayInputStream(stream));
    assertThat(whole).hasSize(2);
    for (int cut = 1; cut < stream.length; cut++) {
      byte[] head = Arrays.copyOf(stream, cut);
      byte[] tail = Arrays.copyOfRange(stream, cut, stream.length);
      assertThat(readAll(new FragmentedInput(List.of(head, tail)))).isEqualTo(whole);
    }
  }

  @Test
  void keepalivesForEverTakeNoMemoryAndNoLimit() throws IOException, MalformedException {
    byte[] spaces = " ".repeat(16_000).getBytes(StandardCharsets.UTF_8);
    List<byte[]> parts = new ArrayList<>();
    parts.add(HEADER.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 1_000; i++) {
      parts.add(spaces);
    }
    parts.add("<presence/></stream:stream>".getBytes(StandardCharsets.UTF_8));
    StanzaReader reader = new StanzaReader(new FragmentedInput(parts), SMALL);
    reader.open();
    assertThat(reader.next()).containsInstanceOf(Routed.class);
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void anUnreadableStanzaDoesNotEndTheStream() throws IOException, MalformedException {
    StanzaReader reader =
        reader(HEADER + "<message from='a@b.c' to='@' id='7' type='chat'/>" + MESSAGE);
    reader.open();
    assertThat(reader.next())
        .contains(
            new Unreadable(
                Condition.JID_MALFORMED,
                "valid addresses",
                "message",
                Optional.of("chat"),
                Optional.of("7"),
                Optional.of("a@b.c"),
                Optional.of("@")));
    assertThat(reader.next()).containsInstanceOf(Routed.class);
  }

  @Test
  void prefixesOfTheStreamHoldInItsStanzas() throws IOException, MalformedException {
    StanzaReader reader =
        reader(
            "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns:c='jabber:component:accept'"
                + " xmlns:x='urn:x&amp;&apos;'><c:message><x:y/></c:message></s:stream>");
    assertThat(reader.open().namespace()).isEmpty();
    assertThat(reader.next())
        .hasValueSatisfying(
            element ->
                assertThat(((MessageStanza) ((Routed) element).stanza()).extensions())
                    .containsExactly(Element.empty("urn:x&'", "y")));
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " <?xml version='1.0'?><a/>",
        "\ufeff<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "<stream:stream>",
        "<stream xmlns='jabber:component:accept'>",
        "<stanzas>",
        "<stanzas xmlns='jabber:component:accept'/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><stanzas xmlns='jabber:client'>",
        "<?xml version='1.0'?><?xml version='1.0'?><stanzas xmlns='jabber:client'>",
        "<?pi x?><stanzas xmlns='jabber:client'>",
        "<!-- x --><stanzas xmlns='jabber:client'>",
        "</stream:stream>",
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]><stanzas>&lol2;</stanzas>",
        "<!DOCTYPE x SYSTEM 'file:///etc/hostname'><stanzas xmlns='jabber:client'>"
      })
  void whatIsNoStreamIsRefusedAtOnce(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> reader(text).open());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "&amp;",
        "<![CDATA[x]]>",
        "<!-- x -->",
        "<?x y?>",
        "<!DOCTYPE x>",
        "<message><!-- x --></message>",
        "<message><body></message></body>",
        "<message>&lol;</message>",
        "<message id='&lol;'/>",
        "<message>&#8;</message>",
        "<message>\u0008</message>",
        "<message>]]></message>",
        "</stream>",
        "</stream:streams>",
        "<a/ ></a>",
        "<a b='1'c='2'/>",
        "<a xmlns:b=''/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>"
      })
  void brokenXmlEndsTheStream(String text) throws IOException, MalformedException {
    StanzaReader reader = reader(HEADER + text + MESSAGE);
    reader.open();
    assertThatExceptionOfType(MalformedException.class).isThrownBy(reader::next);
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"C0 80", "FF", "ED A0 80", "F5 80 80 80", "C3"})
  void octetsThatAreNotUtf8EndTheStream(String octets) throws IOException, MalformedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((HEADER + "<message><body>").getBytes(StandardCharsets.UTF_8));
    for (String octet : octets.split(" ", -1)) {
      out.write(Integer.parseInt(octet, 16));
    }
    out.writeBytes("</body></message>".getBytes(StandardCharsets.UTF_8));
    StanzaReader reader =
        new StanzaReader(new ByteArrayInputStream(out.toByteArray()), StanzaLimits.DEFAULT);
    reader.open();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(reader::next)
        .satisfies(e -> assertThat(e.offset()).isEqualTo("<message><body>".length()));
  }

  @Test
  void charactersOfSeveralOctetsAreNeverCutApart() throws IOException, MalformedException {
    for (int i = 0; i < 4; i++) { // the XML reader takes some thousand chars at a time
      String text = "x".repeat(i) + "😀ü日".repeat(3_000);
      StanzaReader reader =
          reader(HEADER + "<message><body>" + text + "</body></message>" + MESSAGE);
      reader.open();
      assertThat(reader.next())
          .hasValueSatisfying(
              element ->
                  assertThat(((MessageStanza) ((Routed) element).stanza()).bodies())
                      .containsExactly(LangText.of(text)));
      assertThat(reader.next()).containsInstanceOf(Routed.class);
    }
  }

  @Test
  void anOffsetCountsOctets() throws IOException, MalformedException {
    StanzaReader reader = reader(HEADER + "<message>üü😀<body a='1' a='1'/></message>");
    reader.open();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(reader::next)
        .satisfies(
            e ->
                assertThat(e.offset())
                    .isBetween(9 + 8 + 12, 9 + 8 + "<body a='1' a='1'/>".length()));
  }

  @Test
  void aStanzaAtEachLimitPassesAndOneOverItIsLeftOut() throws IOException, MalformedException {
    String octets = "<message>" + "x".repeat(10_000 - 19) + "</message>";
    assertThat(octets).hasSize(SMALL.octets());
    check(octets, octets.replace("</", "x</"), "a stanza of fewer octets");
    String deep = "a stanza of fewer elements";
    check("<a><a><a><a/></a></a></a>", "<a><a><a><a><a/></a></a></a></a>", deep);
    check("<a>" + "<b/>".repeat(9) + "</a>", "<a>" + "<b/>".repeat(10) + "</a>", deep);
    String wide = "an element of fewer attributes";
    check("<a b='' c='' d='' e='' f=''/>", "<a b='' c='' d='' e='' f='' g=''/>", wide);
    check(
        "<a b='' xmlns:c='u' d='' e='' f=''/>",
        "<a b='' xmlns:c='u' d='' e='' f='' g=''>x</a>",
        wide);
    String name = "a shorter name";
    check("<" + "a".repeat(1_024) + "/>", "<" + "a".repeat(1_025) + "/>", name);
    check("<a " + "a".repeat(1_000) + "=''/>", "<a " + "a".repeat(1_025) + "=''/>", name);
    check(
        "<a b='" + "x".repeat(9_000) + "'/>",
        "<a b='" + "x".repeat(10_000) + "'/>",
        "a stanza of fewer octets");
  }

  private static void check(String within, String over, String reason)
      throws IOException, MalformedException {
    String end = "</stream:stream>";
    StanzaReader reader =
        new StanzaReader(in(HEADER + within + over + " " + over + within + end), SMALL);
    reader.open();
    Optional<StreamElement> first = reader.next();
    assertThat(first).isPresent();
    for (int i = 0; i < 2; i++) {
      assertThat(reader.next())
          .hasValueSatisfying(
              element -> {
                Unreadable unreadable = (Unreadable) element;
                assertThat(unreadable.reason()).isEqualTo(reason);
                assertThat(unreadable.condition()).isEqualTo(Condition.POLICY_VIOLATION);
              });
    }
    assertThat(reader.next()).isEqualTo(first);
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void ofAStanzaOverALimitItIsKnownWhoSentIt() throws IOException, MalformedException {
    String start = "<message from='a@b.c' to='d@e.f' id='&lt;7>' type='chat' ";
    for (String rest :
        List.of(
            "><a>" + "<b>".repeat(300) + "</b>".repeat(300) + "</a></message>",
            "><body><![CDATA[" + "</message>".repeat(9_000) + "]]></body></message>",
            ">" + "<c d='>'/>".repeat(9_000) + "</message >",
            "\n><body>" + "x".repeat(500_000) + "</body></message>")) {
      StanzaReader reader = new StanzaReader(in(HEADER + start + rest + MESSAGE), SMALL);
      reader.open();
      assertThat(reader.next())
          .hasValueSatisfying(
              element -> {
                Unreadable unreadable = (Unreadable) element;
                assertThat(unreadable.kind()).isEqualTo("message");
                assertThat(unreadable.from()).contains("a@b.c");
                assertThat(unreadable.to()).contains("d@e.f");
                assertThat(unreadable.id()).contains("<7>");
                assertThat(unreadable.type()).contains("chat");
              });
      assertThat(reader.next()).containsInstanceOf(Routed.class);
    }
  }

  @Test
  void ofAStartTagOverALimitNothingIsKnown() throws IOException, MalformedException {
    String tag = "<message from='a@b.c' b='' c='' d='' e='' f=''>x</message>";
    StanzaReader reader = new StanzaReader(in(HEADER + tag + MESSAGE), SMALL);
    reader.open();
    assertThat(reader.next())
        .contains(
            Unreadable.nameless(Condition.POLICY_VIOLATION, "an element of fewer attributes"));
    assertThat(reader.next()).containsInstanceOf(Routed.class);
  }

  @Test
  void aStreamOverTheLimitsIsRefused() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> reader("<stream:stream " + "a".repeat(2_000)).open())
        .satisfies(e -> assertThat(e.expected()).isEqualTo("a shorter name"));
    String attribute = "<stream:stream a='" + "a".repeat(StanzaLimits.DEFAULT.octets());
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> reader(attribute).open())
        .satisfies(e -> assertThat(e.expected()).isEqualTo("a stanza of fewer octets"));
  }

  @Test
  void aStanzaWithoutEndIsNotLookedThroughForEver() throws IOException, MalformedException {
    for (String start :
        List.of("<message>", "<message a='", "<message ", "<", "<message><![CDATA[")) {
      int most = 64 * SMALL.octets();
      var endless = new RepeatingInput((byte) 'a', 2 * most);
      StanzaReader reader =
          new StanzaReader(new SequenceInputStream(in(HEADER + start), endless), SMALL);
      reader.open();
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(reader::next)
          .satisfies(e -> assertThat(e.offset()).isBetween(most - 20_000, most));
      assertThat(endless.left).isGreaterThan(most - 20_000);
    }
  }

  @Test
  void anInputThatEndsWithoutTheEndTagIsNoCleanEnd() throws IOException, MalformedException {
    assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reader("<?xml").open());
    StanzaReader reader = reader(HEADER + MESSAGE + "<message>");
    reader.open();
    assertThat(reader.next()).isPresent();
    assertThatExceptionOfType(EOFException.class).isThrownBy(reader::next);
  }

  @Test
  void theHeaderIsReadFirstAndOnce() throws IOException, MalformedException {
    StanzaReader reader = reader(HEADER);
    assertThatIllegalStateException().isThrownBy(reader::next);
    reader.open();
    assertThatIllegalStateException().isThrownBy(reader::open);
  }

  @Property
  void nothingButMalformedAndTheEndIsEverThrown(
      @ForAll @Size(max = 60) byte[] any, @ForAll boolean inStanza) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((HEADER + (inStanza ? "<message" : "")).getBytes(StandardCharsets.UTF_8));
    out.writeBytes(any);
    out.writeBytes((inStanza ? "/></stream:stream>" : "").getBytes(StandardCharsets.UTF_8));
    try {
      assertThat(readAll(new ByteArrayInputStream(out.toByteArray()))).isNotNull();
    } catch (MalformedException e) {
      assertThat(e.offset()).isNotNegative();
    } catch (EOFException e) {
      assertThat(e).hasMessageContaining("end tag");
    }
  }

  private static List<StreamElement> readAll(InputStream in)
      throws IOException, MalformedException {
    StanzaReader reader = new StanzaReader(in, StanzaLimits.DEFAULT);
    reader.open();
    List<StreamElement> elements = new ArrayList<>();
    for (Optional<StreamElement> next = reader.next(); next.isPresent(); next = reader.next()) {
      elements.add(next.get());
    }
    return elements;
  }

  private static StanzaReader reader(String text) {
    return new StanzaReader(in(text), StanzaLimits.DEFAULT);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives one part a read; where a socket would block, it ends. */
  private static final class FragmentedInput extends InputStream {
    private final List<byte[]> parts;
    private int next;
    private int given;

    FragmentedInput(List<byte[]> parts) {
      this.parts = parts;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (next == parts.size()) {
        return -1;
      }
      byte[] part = parts.get(next++);
      assertThat(part.length).isLessThanOrEqualTo(length);
      System.arraycopy(part, 0, into, offset, part.length);
      given += part.length;
      return part.length;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("not used");
    }
  }

  /** One octet over and over. */
  private static final class RepeatingInput extends InputStream {
    private final byte octet;
    private int left;

    RepeatingInput(byte octet, int count) {
      this.octet = octet;
      this.left = count;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = Math.min(left, length);
      Arrays.fill(into, offset, offset + count, octet);
      left -= count;
      return count == 0 ? -1 : count;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("not used");
    }
  }
}
