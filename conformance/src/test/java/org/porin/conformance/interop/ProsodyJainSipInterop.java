package org.porin.conformance.interop;

/** The cases of JAIN SIP with Prosody. */
@RequiresDocker
class ProsodyJainSipInterop extends JainSipCases {
  ProsodyJainSipInterop() {
    super(XmppServer.PROSODY);
  }
}
