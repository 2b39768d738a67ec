package org.porin.conformance.interop;

/** The cases of presence with ejabberd. */
@RequiresDocker
class EjabberdPresenceInterop extends PresenceCases {
  EjabberdPresenceInterop() {
    super(XmppServer.EJABBERD);
  }
}
