package org.porin.store;

/**
 * Who a bridge is to a database.
 *
 * @param user as the database knows it
 * @param password appears in no text; empty where the database asks for none
 */
public record StoreAccount(String user, String password) {
  public StoreAccount {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("a user has a name");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user;
  }
}
