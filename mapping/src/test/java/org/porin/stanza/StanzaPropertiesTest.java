package org.porin.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.address.Jid;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Content;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Routed;

/** What holds for all stanzas, not only for the examples. */
class StanzaPropertiesTest {
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAsItWas(@ForAll("stanzas") Stanza stanza) throws Exception {
    String written = StanzaCodec.encode(stanza);
    assertThat(StanzaCodec.decode(written)).isEqualTo(new Routed(stanza));

    String stream = "<stanzas xmlns='jabber:component:accept'>" + written + "</stanzas>";
    StanzaReader reader =
        new StanzaReader(
            new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)),
            StanzaLimits.DEFAULT);
    reader.open();
    assertThat(reader.next()).contains(new Routed(stanza));
    assertThat(reader.next()).isEmpty();
  }

  @Provide
  Arbitrary<Stanza> stanzas() {
    return Arbitraries.oneOf(
        messages().map(Stanza.class::cast),
        presences().map(Stanza.class::cast),
        iqs().map(Stanza.class::cast));
  }

  private static Arbitrary<MessageStanza> messages() {
    Arbitrary<MessageType> types = Arbitraries.of(MessageType.class);
    return Combinators.combine(
            jids(), words(), types, langs(), langTexts(), langTexts(), words(), errors())
        .flatAs(
            (jid, id, type, lang, subjects, bodies, thread, error) ->
                elements(2)
                    .list()
                    .ofMaxSize(2)
                    .map(
                        extensions ->
                            new MessageStanza(
                                jid,
                                jid,
                                id,
                                type,
                                lang,
                                subjects,
                                bodies,
                                thread,
                                type == MessageType.ERROR ? Optional.of(error) : Optional.empty(),
                                extensions)));
  }

  private static Arbitrary<PresenceStanza> presences() {
    Arbitrary<Optional<String>> types =
        Arbitraries.of("unavailable", "subscribe", "probe", "error", "new").optional();
    Arbitrary<LangText> statuses = langText();
    Arbitrary<String> shows = texts().filter(text -> !text.isEmpty());
    return Combinators.combine(jids(), words(), types, langs(), statuses, shows)
        .flatAs(
            (jid, id, type, lang, status, show) ->
                elements(2)
                    .list()
                    .ofMaxSize(2)
                    .map(
                        extensions ->
                            new PresenceStanza(jid, jid, id, type, lang, extensions)
                                .withShow(show)
                                .withStatus(status)
                                .withPriority(show.length() - 3)));
  }

  private static Arbitrary<IqStanza> iqs() {
    return Combinators.combine(
            jids(), words(), Arbitraries.of(IqStanza.Type.class), elements(2), errors())
        .as(
            (jid, id, type, payload, error) ->
                new IqStanza(
                    jid,
                    jid,
                    Optional.of(id.orElse("1")),
                    type,
                    Optional.of(payload),
                    type == IqStanza.Type.ERROR ? Optional.of(error) : Optional.empty()));
  }

  private static Arbitrary<StanzaError> errors() {
    return Combinators.combine(
            Arbitraries.of(StanzaError.Type.class), Arbitraries.of(Condition.class), words())
        .as((type, condition, text) -> new StanzaError(type, condition, Optional.empty(), text));
  }

  private static Arbitrary<Optional<Jid>> jids() {
    return Arbitraries.of(
            new Jid("a", "b.example", "c d"),
            new Jid("ž", "b.example", ""),
            new Jid("", "b.example", ""),
            new Jid("o\\27malley", "b.example", "<&'\">"))
        .optional();
  }

  private static Arbitrary<Optional<String>> langs() {
    return Arbitraries.of("en", "cs", "zh-Hant").optional();
  }

  private static Arbitrary<List<LangText>> langTexts() {
    return langText().list().ofMaxSize(2);
  }

  private static Arbitrary<LangText> langText() {
    return Combinators.combine(langs(), texts().filter(text -> !text.isEmpty())).as(LangText::new);
  }

  private static Arbitrary<Optional<String>> words() {
    return texts().filter(text -> !text.isBlank()).optional();
  }

  /** Characters that XML can have, the troublesome ones above all. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab <>&'\"]\t\r\n").ofMaxLength(8),
        Arbitraries.of("žluť", "\uD83D\uDE00", "]]>", "\uFFFD", "\u0085\u2028", "&amp;"));
  }

  private static Arbitrary<Element> elements(int depth) {
    Arbitrary<Content> text =
        texts().filter(some -> !some.isEmpty()).map(Element.Text::new).map(Content.class::cast);
    Arbitrary<List<Content>> content =
        depth == 0
            ? text.list().ofMaxSize(1)
            : Combinators.combine(text, elements(depth - 1))
                .as((before, child) -> List.of(before, new Element.Child(child)));
    Arbitrary<List<Attribute>> attributes =
        Combinators.combine(Arbitraries.of("", "urn:x", "urn:z"), Arbitraries.of("a", "é"), texts())
            .as(Attribute::new)
            .list()
            .ofMaxSize(2)
            .uniqueElements(each -> each.namespace() + each.name());
    return Combinators.combine(
            Arbitraries.of("urn:x", "urn:y"), Arbitraries.of("a", "b-c", "_1"), attributes, content)
        .as(Element::new);
  }
}
