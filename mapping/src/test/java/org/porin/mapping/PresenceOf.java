package org.porin.mapping;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.porin.address.AddressMapping;
import org.porin.address.PresUri;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Presence for tests, from the text of either side. */
final class PresenceOf {
  static final AddressMapping ADDRESSES =
      new AddressMapping(
          Set.of("example.com"), Set.of("example.com", "example.net"), Optional.empty());
  static final PresenceMapping MAPPING = new PresenceMapping(ADDRESSES);
  static final PresUri JULIET = new PresUri("juliet", "example.com");
  static final PresUri ROMEO = new PresUri("romeo", "example.net");

  private PresenceOf() {}

  /** The stanzas of a document {@code <stanzas/>}. */
  static List<PresenceStanza> stanzas(Octets document) {
    try {
      StanzaReader reader =
          new StanzaReader(new ByteArrayInputStream(document.toArray()), StanzaLimits.DEFAULT);
      reader.open();
      List<PresenceStanza> stanzas = new ArrayList<>();
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        stanzas.add((PresenceStanza) ((StreamElement.Routed) next.get()).stanza());
      }
      return stanzas;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A stanza of Juliet's for Romeo. */
  static PresenceStanza juliet(String resource, String attributes, String content) {
    String from = "juliet@example.com" + (resource.isEmpty() ? "" : "/" + resource);
    return stanzas(
            inStream(
                "<presence from='%s' to='romeo@example.net' %s>%s</presence>"
                    .formatted(from, attributes, content)))
        .get(0);
  }

  /** What the other end of the stream reads of the stanzas that we write. */
  static List<PresenceStanza> asRead(List<PresenceStanza> stanzas) {
    return stanzas(
        inStream(stanzas.stream().map(StanzaCodec::encode).collect(Collectors.joining())));
  }

  /** What they say, a line each, without what is the same in all of them. */
  static List<String> told(List<PresenceStanza> stanzas) {
    return stanzas.stream()
        .map(
            stanza ->
                StanzaCodec.encode(stanza)
                    .replace(" to='juliet@example.com'", "")
                    .replace("romeo@example.net", ""))
        .toList();
  }

  /** A document of Romeo's with these tuples and whatever else. */
  static PresenceMapping.Received romeo(String content) {
    return received(
        Octets.utf8(
            "<?xml version='1.0' encoding='UTF-8'?>"
                + "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'"
                + " xmlns:im='urn:ietf:params:xml:ns:pidf:im'"
                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'"
                + " xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'>"
                + content
                + "</presence>"));
  }

  static PresenceMapping.Received received(Octets pidf) {
    try {
      return PresenceMapping.read(
          MimeEntity.of(
              List.of(new MimeHeader("Content-Type", "application/pidf+xml;charset=utf-8")), pidf));
    } catch (UnmappableException e) {
      throw new IllegalStateException(e.text(), e);
    }
  }

  /** A tuple with a basic status. */
  static String tuple(String id, String basic, String more) {
    return "<tuple id='%s'><status><basic>%s</basic></status>%s</tuple>".formatted(id, basic, more);
  }

  private static Octets inStream(String stanzas) {
    return Octets.utf8("<stanzas xmlns='jabber:component:accept'>" + stanzas + "</stanzas>");
  }

  static PresUri pres(String text) {
    try {
      return PresUri.parse(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
