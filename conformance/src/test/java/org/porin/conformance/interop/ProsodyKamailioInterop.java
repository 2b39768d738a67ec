package org.porin.conformance.interop;

/** The cases of Kamailio with Prosody. */
@RequiresDocker
class ProsodyKamailioInterop extends KamailioCases {
  ProsodyKamailioInterop() {
    super(XmppServer.PROSODY);
  }
}
