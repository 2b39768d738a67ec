package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StreamElement;
import org.porin.stanza.StreamElement.Routed;
import org.porin.wire.MalformedException;

class DomStanzaTest {
  private static Stanza decoded(Element element) {
    return ((Routed) DomStanza.decode(element, StanzaLimits.DEFAULT).element()).stanza();
  }

  private static Element tree(String xml) throws Exception {
    return DocumentHelper.parseText(xml).getRootElement();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='a@b.example' to='c@d.example' id='1'><body>x</body></message>",
        "<message from='a@b.example' to='c@d.example' xml:lang='cz'><subject>s</subject>"
            + "<subject xml:lang='en'>t</subject><body>\uD83D\uDE00 &#13;\n\t&lt;&amp;&gt; \uFFFD"
            + "</body><thread>t1</thread></message>",
        "<message from='a@b.example' to='c@d.example' id='&quot;&apos;&#10;&#9;&lt;'>"
            + "<x xmlns='a:b' y='&#13;&#10;'><z xmlns=''>1</z><q xmlns='c:d' p:r='s'"
            + " xmlns:p='e:f'/> tail</x></message>",
        "<message from='a@b.example' to='c@d.example'><forwarded xmlns='urn:xmpp:forward:0'>"
            + "<message xmlns='jabber:client'><body>inner</body></message></forwarded></message>",
        "<message from='a@b.example' to='c@d.example' type='error' id='1'><error type='modify'>"
            + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:x@y.example</gone></error>"
            + "</message>",
        "<presence from='a@b.example/r' to='c@d.example'><show>away</show><priority>1</priority>"
            + "</presence>",
        "<iq from='a@b.example/r' to='c@d.example' id='1' type='get'>"
            + "<query xmlns='jabber:iq:version'/></iq>"
      })
  void aStanzaComesBackAsItWas(String xml) throws MalformedException {
    Stanza stanza = ((Routed) StanzaCodec.decode(xml)).stanza();
    Element element = DomStanza.encode(StanzaCodec.encode(stanza));
    assertThat(element.getNamespaceURI()).isEmpty();
    assertThat(decoded(element)).isEqualTo(stanza);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jabber:client", "jabber:server", "jabber:component:accept"})
  void theNamespaceOfTheStreamDoesNotMatter(String namespace) throws Exception {
    Stanza stanza =
        decoded(
            tree(
                "<message from='a@b.example' to='c@d.example' xmlns='"
                    + namespace
                    + "'><body>x</body></message>"));
    assertThat(((MessageStanza) stanza).bodies().get(0).text()).isEqualTo("x");
    assertThat(((MessageStanza) stanza).extensions()).isEmpty();
  }

  @Test
  void cdataIsTextAndCommentsAreNothing() throws Exception {
    Stanza stanza =
        decoded(
            tree(
                "<message from='a@b.example' to='c@d.example'><body>a<![CDATA[<b>]]>"
                    + "<!-- c -->d</body></message>"));
    assertThat(((MessageStanza) stanza).bodies().get(0).text()).isEqualTo("a<b>d");
  }

  @Test
  void everyCharacterOfUnicodeThatXmlHasStaysWhatItIs() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = 0x20; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      boolean xml = (c < 0xD800 || c > 0xDFFF) && (c & 0xFFFE) != 0xFFFE;
      if (xml) {
        all.appendCodePoint(c);
      }
    }
    Element message = tree("<message from='a@b.example' to='c@d.example'><body/></message>");
    message.element("body").setText(all.toString());
    MessageStanza stanza = (MessageStanza) decoded(message);
    assertThat(stanza.bodies().get(0).text()).isEqualTo(all.toString());
    Element back = DomStanza.encode(StanzaCodec.encode(stanza));
    assertThat(back.elementText("body")).isEqualTo(all.toString());
  }

  @Test
  void aLoneSurrogateDoesNotBreakAnything() throws Exception {
    Element message = tree("<message from='a@b.example' to='c@d.example'><body/></message>");
    message.element("body").setText("\uD83D!");
    assertThat(((MessageStanza) decoded(message)).bodies().get(0).text()).isEqualTo("\uFFFD!");
  }

  @Test
  void aTreeOverTheLimitsIsUnreadableAndKeepsItsAddresses() throws Exception {
    Element message = tree("<message from='a@b.example' to='c@d.example' id='7'/>");
    for (int i = 0; i < 5_000; i++) {
      message.addElement("x");
    }
    StreamElement element = DomStanza.decode(message, StanzaLimits.DEFAULT).element();
    assertThat(element).isInstanceOf(StreamElement.Unreadable.class);
    assertThat(((StreamElement.Unreadable) element).id()).isEqualTo(Optional.of("7"));
    assertThat(((StreamElement.Unreadable) element).from()).isEqualTo(Optional.of("a@b.example"));
  }
}
