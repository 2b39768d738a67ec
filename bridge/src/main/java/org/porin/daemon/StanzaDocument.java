package org.porin.daemon;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Files of stanzas: a document {@code <stanzas/>}, a recorded stream, or one stanza alone. */
final class StanzaDocument {
  private static final String OPEN = "<stanzas xmlns='jabber:component:accept'>\n";
  private static final String CLOSE = "</stanzas>\n";

  private StanzaDocument() {}

  /**
   * The stanzas of a file, in order.
   *
   * @throws MalformedException if one cannot be read
   */
  static List<Stanza> read(Octets input) throws MalformedException {
    Octets document = document(input);
    List<Stanza> stanzas = new ArrayList<>();
    var reader =
        new StanzaReader(new ByteArrayInputStream(document.toArray()), StanzaLimits.DEFAULT);
    try {
      reader.open();
      Optional<StreamElement> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof StreamElement.Routed routed) {
          stanzas.add(routed.stanza());
        } else if (next.get() instanceof StreamElement.Unreadable unreadable) {
          throw new MalformedException(unreadable.reason(), 0);
        } else {
          throw new MalformedException("a stanza", 0);
        }
        next = reader.next();
      }
    } catch (IOException e) { // the octets are here: only their end can be missing
      throw new MalformedException("the end tag of the document", input.length());
    }
    return stanzas;
  }

  /** A document of stanzas, one a line. */
  static Octets write(List<? extends Stanza> stanzas) {
    StringBuilder document = new StringBuilder(OPEN);
    stanzas.forEach(stanza -> document.append(StanzaCodec.encode(stanza)).append('\n'));
    return Octets.utf8(document.append(CLOSE).toString());
  }

  /** Whether octets begin as XML does. */
  static boolean isXml(Octets input) {
    for (int i = 0; i < input.length(); i++) {
      if (" \t\r\n".indexOf(input.at(i)) < 0) {
        return input.at(i) == '<';
      }
    }
    return false;
  }

  /** A lone stanza, as logs have them, counts as a document of one. */
  private static Octets document(Octets input) throws MalformedException {
    String text = input.toUtf8();
    return text.stripLeading().matches("(?s)<(message|presence|iq)[\\s/>].*")
        ? Octets.utf8(OPEN + text + CLOSE)
        : input;
  }
}
