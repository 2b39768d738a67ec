package org.porin.operate;

import java.util.Locale;

/** Names of the code in the form that labels and JSON have. */
final class Words {
  private Words() {}

  /** {@code LATE_BOUNCE} as {@code late-bounce}. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
