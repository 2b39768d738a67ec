package org.porin.conformance.interop;

/** The cases of presence with Prosody. */
@RequiresDocker
class ProsodyPresenceInterop extends PresenceCases {
  ProsodyPresenceInterop() {
    super(XmppServer.PROSODY);
  }
}
