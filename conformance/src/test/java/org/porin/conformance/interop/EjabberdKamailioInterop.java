package org.porin.conformance.interop;

/** The cases of Kamailio with ejabberd. */
@RequiresDocker
class EjabberdKamailioInterop extends KamailioCases {
  EjabberdKamailioInterop() {
    super(XmppServer.EJABBERD);
  }
}
