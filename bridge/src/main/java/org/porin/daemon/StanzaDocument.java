package org.porin.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StreamElement;
import org.porin.stanza.WholeStream;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Files of stanzas: a document {@code <stanzas/>}, a recorded stream, or one stanza alone. */
final class StanzaDocument {
  private static final String OPEN = "<stanzas xmlns='jabber:component:accept'>\n";
  private static final String CLOSE = "</stanzas>\n";

  private static final Pattern LONE =
      Pattern.compile("(\\s*(?:<\\?xml\\s[^>]*\\?>\\s*)?)<(?:message|presence|iq)[\\s/>]");

  private static final Pattern START_TAG = Pattern.compile("<[\\p{L}_][^>]*");

  private StanzaDocument() {}

  /**
   * The stanzas of a file, in order. A lone stanza, as logs have them, counts as a document of one.
   *
   * @throws MalformedException if one cannot be read; the offset counts octets of the file
   */
  static List<Stanza> read(Octets input) throws MalformedException {
    String text = input.toUtf8();
    Matcher lone = LONE.matcher(text);
    if (!lone.lookingAt()) {
      return read(input, 0, input.length());
    }
    String before = lone.group(1);
    Octets document = Octets.utf8(OPEN + text.substring(before.length()) + CLOSE);
    return read(document, Octets.utf8(before).length() - OPEN.length(), input.length());
  }

  /**
   * @param shift from offsets in the document to those in the file
   */
  private static List<Stanza> read(Octets document, int shift, int length)
      throws MalformedException {
    try {
      List<Stanza> stanzas = new ArrayList<>();
      for (WholeStream.Part part : WholeStream.read(document, StanzaLimits.DEFAULT).parts()) {
        stanzas.add(stanza(part));
      }
      return stanzas;
    } catch (MalformedException e) {
      int offset = Math.min(Math.max(0, e.offset() + shift), length);
      throw new MalformedException(e.expected(), offset);
    }
  }

  private static Stanza stanza(WholeStream.Part part) throws MalformedException {
    if (part.reading() instanceof StreamElement.Routed routed) {
      return routed.stanza();
    }
    boolean unreadable = part.reading() instanceof StreamElement.Unreadable;
    throw new MalformedException(
        unreadable ? ((StreamElement.Unreadable) part.reading()).reason() : "a stanza",
        part.offset());
  }

  /** A document of stanzas, one a line. */
  static Octets write(List<? extends Stanza> stanzas) {
    StringBuilder document = new StringBuilder(OPEN);
    stanzas.forEach(stanza -> document.append(StanzaCodec.encode(stanza)).append('\n'));
    return Octets.utf8(document.append(CLOSE).toString());
  }

  /** Whether the root element is one of PIDF: stanzas may have such a document inside. */
  static boolean isPresence(Octets input) throws MalformedException {
    Matcher root = START_TAG.matcher(input.toUtf8());
    return root.find() && root.group().contains("urn:ietf:params:xml:ns:pidf");
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
}
