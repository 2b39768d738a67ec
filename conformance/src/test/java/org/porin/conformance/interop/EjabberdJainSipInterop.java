package org.porin.conformance.interop;

/** The cases of JAIN SIP with ejabberd. */
@RequiresDocker
class EjabberdJainSipInterop extends JainSipCases {
  EjabberdJainSipInterop() {
    super(XmppServer.EJABBERD);
  }
}
