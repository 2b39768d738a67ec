package org.porin.simple;

import java.util.Optional;
import org.porin.sip.DigestCredentials;

/**
 * Who this bridge is to a peer that asks for digest authentication (RFC 3261 §22).
 *
 * @param username as the peer knows it
 * @param password shared with the peer; appears in no text
 * @param realm the only protection space that they are for; without one whichever the peer names
 */
public record Credentials(String username, String password, Optional<String> realm) {
  public Credentials {
    new DigestCredentials(username, password); // refuses what cannot be written
  }

  /** What answers the challenges of a protection space; empty where they are not for it. */
  Optional<DigestCredentials> in(String challenged) {
    return realm.isPresent() && !realm.get().equals(challenged)
        ? Optional.empty()
        : Optional.of(new DigestCredentials(username, password));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return username + realm.map(name -> " in " + name).orElse("");
  }
}
