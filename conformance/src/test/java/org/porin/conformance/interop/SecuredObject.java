package org.porin.conformance.interop;

import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.XmlEnvironment;

/**
 * A secured object as a client writes it: in CDATA in {@code <e2e/>} (RFC 3923 §3.1).
 *
 * @param text with LF at the end of each line, as any XML reader makes it
 */
record SecuredObject(String text) implements ExtensionElement {
  static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-e2e";

  /** One of a MIME object, whose lines end in CR LF. */
  static SecuredObject of(String object) {
    return new SecuredObject(object.replace("\r\n", "\n"));
  }

  @Override
  public String getNamespace() {
    return NAMESPACE;
  }

  @Override
  public String getElementName() {
    return "e2e";
  }

  @Override
  public CharSequence toXML(XmlEnvironment environment) {
    String cdata = text.replace("]]>", "]]]]><![CDATA[>"); // which no section can hold
    return "<e2e xmlns='" + NAMESPACE + "'><![CDATA[" + cdata + "]]></e2e>";
  }
}
